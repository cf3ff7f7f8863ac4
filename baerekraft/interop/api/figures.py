"""`/figures`: a coordinator's or a token's own places, as the pages of Innsikt tell them."""

from collections.abc import Iterator
from typing import Any

from anyascii import anyascii
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from ninja import Path, Router

from baerekraft.interop.api import addresses, asking, bearers, paging
from baerekraft.interop.api.bearers import Coordinator, MachineToken
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.api.shapes import Page, Place
from baerekraft.interop.tokens.models import Token
from baerekraft.municipalities.models import Unit
from baerekraft.reports import figures
from baerekraft.reports.report import Report
from baerekraft.reports.scopes import Scope

router = Router(tags=["Figures"], auth=[MachineToken(Token.Scope.FIGURES), Coordinator()])
KEY = r"^[a-z0-9-]+(\.[a-z0-9-]+)?$"


@router.get("/figures", response=Page[Place], url_name="figures", operation_id="figures")
def places(
    request: HttpRequest,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The places whose figures you may see, with a token or signed in as a coordinator in the same browser."""
    return paging.page(request, list(_seen(request)), _places, limit=limit, offset=offset)


@router.get("/figures/{place}", response=Report, url_name="figures-of", operation_id="figuresOf")
def of(
    request: HttpRequest,
    place: str = Path(pattern=KEY, max_length=80),  # type: ignore[type-arg]
    language: asking.Language = None,
) -> Report:
    """One place's figures through yesterday, in steps of five. null: none, or too few to show."""
    found = next((scope for scope in _seen(request) if key(scope) == place), None)
    if found is None:
        raise Refused(404, f"«{place[:50]}» is not a place whose figures you may see.")
    return figures.of(found, today=timezone.localdate())


def key(scope: Scope) -> str:
    """«baerum», «baerum.12» for a unit, «county» or «county.buskerud»."""
    if scope.municipality is None:
        return f"county.{slugify(anyascii(scope.county))}" if scope.county else "county"
    return f"{scope.municipality.slug}.{scope.unit.pk}" if scope.unit else scope.municipality.slug


def _seen(request: HttpRequest) -> Iterator[Scope]:
    """Each place that whoever asks holds, and the open units in it."""
    held = bearers.places(request)
    yield from held
    for scope in held:
        if scope.municipality and not scope.unit:
            for unit in Unit.objects.filter(municipality=scope.municipality).open().alphabetical():
                inner = Scope(scope.municipality, unit)
                if inner not in held:
                    yield inner


def _places(request: HttpRequest, rows: list[Scope]) -> list[Place]:
    return [
        Place(
            key=key(scope),
            name=figures.name_of(scope),
            kind=figures.kind_of(scope),
            links={"self": addresses.to(request, "api:figures-of", key(scope))},
        )
        for scope in rows
    ]
