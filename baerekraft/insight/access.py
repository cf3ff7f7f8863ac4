"""Who may see what: every view here is given the place of its address, if whoever asks coordinates it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from baerekraft.accounts import gate, inviting
from baerekraft.accounts.models import User
from baerekraft.campaigns.models import Campaign, CampaignQuerySet
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.reports import scopes
from baerekraft.reports.scopes import Scope

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """Open to whoever is signed in, an administrator only with her second factor; signed out, she is asked to sign in."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            there = request.get_full_path() if request.method == "GET" else reverse("insight:home")
            return redirect_to_login(there)
        return gate.too_weak(request, request.user) or view(request, *args, **kwargs)

    asked.guarded = True  # type: ignore[attr-defined]
    return never_cache(asked)


def place(view: View) -> View:
    """Give the view `scope`, the place of the address; whoever does not coordinate it is told that it is not there."""

    @staff
    @wraps(view)
    def asked(
        request: HttpRequest,
        *,
        municipality: str = "",
        unit: int | None = None,
        county: str | None = None,
        **rest: Any,
    ) -> HttpResponseBase:
        held = scopes.of(request.user)
        wanted = _of_county(county, held) if county is not None else _of_municipality(municipality, unit)
        if wanted is None or not scopes.within(held, wanted):
            raise Http404
        return view(request, wanted, **rest)

    return asked


def campaign(view: View) -> View:
    """Give the view `scope` and the `campaign` of the address, one of that place's own."""

    @place
    @wraps(view)
    def asked(request: HttpRequest, scope: Scope, *, pk: int, **rest: Any) -> HttpResponseBase:
        return view(request, scope, get_object_or_404(campaigns(scope), pk=pk), **rest)

    return asked


def campaigns(scope: Scope) -> CampaignQuerySet:
    """A municipality's, its units' included; a unit's own. A county has none."""
    found = Campaign.objects.filter(municipality=scope.municipality).select_related("municipality", "unit")
    return found.filter(unit=scope.unit) if scope.unit else found


def address(scope: Scope, name: str, **kwargs: Any) -> str:
    """The address of a page of this place."""
    return reverse(f"insight:{name}", kwargs=_kwargs(scope) | kwargs)


def title(scope: Scope) -> str:
    if scope.unit:
        return f"{scope.unit}, {scope.municipality}"
    return str(scope.municipality or scope.county or ", ".join(inviting.counties()))


def _kwargs(scope: Scope) -> dict[str, Any]:
    if scope.municipality is None:
        return {"county": slugify(scope.county)} if scope.county else {}
    found: dict[str, Any] = {"municipality": scope.municipality.slug}
    return found | {"unit": scope.unit.pk} if scope.unit else found


def _of_county(slug: str, held: list[Scope]) -> Scope | None:
    return next((one for one in held if one.is_county and slugify(one.county) == slug), None)


def _of_municipality(slug: str, unit: int | None) -> Scope | None:
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        return None
    if unit is None:
        return Scope(found)
    inner = Unit.objects.filter(municipality=found, pk=unit).first()
    return Scope(found, inner) if inner else None
