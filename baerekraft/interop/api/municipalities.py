"""`/municipalities`: each a line through time, found by any code it has had."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router

from baerekraft.interop.api import addresses, asking, paging
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.api.shapes import Code, Municipality, Page
from baerekraft.municipalities import models

router = Router(tags=["Municipalities"])


@router.get(
    "/municipalities", response=Page[Municipality], url_name="municipalities", operation_id="municipalities"
)
def municipalities(
    request: HttpRequest,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The 51 that were in Viken, alphabetically, with every code, name and county they have had."""
    rows = models.Municipality.objects.prefetch_related("codes").alphabetical()
    return paging.page(request, rows, _municipalities, limit=limit, offset=offset)


@router.get(
    "/municipalities/{slug:municipality}",
    response=Municipality,
    url_name="municipality",
    operation_id="municipality",
)
def municipality(request: HttpRequest, municipality: str, language: asking.Language = None) -> Municipality:
    """By slug, or by any code that it, or one that is now a part of it, has ever had."""
    return _municipality(request, line(municipality))


def line(text: str) -> models.Municipality:
    """The one that lives on today from a slug or a code. Raises Refused."""
    found = models.Municipality.objects.filter(Q(slug=text) | Q(codes__code=text)).first()
    if found is None:
        raise Refused(404, f"«{text[:50]}» is not a municipality here, and has not been the code of one.")
    return found


def _municipalities(request: HttpRequest, rows: Iterable[models.Municipality]) -> list[Municipality]:
    return [_municipality(request, row) for row in rows]


def _municipality(request: HttpRequest, row: models.Municipality) -> Municipality:
    codes = sorted(row.codes.all(), key=lambda code: (code.last_year or 9999, code.code))
    return Municipality(
        slug=row.slug,
        name=row.name,
        name_sami=row.name_sami,
        code=codes[-1].code,
        county=codes[-1].county,
        population=row.population,
        population_on=row.population_on,
        lineage=[_code(code) for code in codes],
        links={
            "self": addresses.to(request, "api:municipality", row.slug),
            "values": f"{addresses.to(request, 'api:values')}?municipality={row.slug}",
            "page": addresses.to(request, "status:municipality", row.slug),
            **addresses.files(request, "status:municipality-file", row.slug),
        },
    )


def _code(row: models.MunicipalityCode) -> Code:
    return Code(
        code=row.code,
        name=row.name,
        county=row.county,
        first_year=row.first_year,
        last_year=row.last_year,
    )
