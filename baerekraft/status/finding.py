"""Finding a municipality: on the map, in a list by county, or in a menu."""

from dataclasses import dataclass, field

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baerekraft.catalog.shelf import Shelf
from baerekraft.indicators.charts import tiles
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.municipalities import finding as names
from baerekraft.municipalities.models import LAST_LETTERS, Municipality, MunicipalityCode
from baerekraft.pages.registry import Made

TEMPLATE = "status/municipalities.html"


@dataclass
class County:
    """A county of today and those of its municipalities that we have figures for."""

    name: str
    municipalities: list[Municipality] = field(default_factory=list)


def page(on_shelf: Shelf) -> Made:
    return Made(TEMPLATE, context())


@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """From what was chosen in the menu to the municipality's page."""
    found = names.by_text(request.GET.get("kommune", ""))
    if found:
        return redirect("status:municipality", found.slug)
    if not request.GET.get("kommune"):
        return redirect("status:municipalities")
    return render(request, TEMPLATE, {**context(), "not_found": True}, status=404)


def context() -> dict[str, object]:
    counties = by_county()
    everyone = Municipality.objects.alphabetical()
    return {
        "counties": counties,
        "municipalities": everyone,
        "map": drawn(everyone),
        "former": former(),
        "not_found": False,
    }


def by_county() -> list[County]:
    """Counties by name, the municipalities in each in Norwegian order."""
    county = dict(MunicipalityCode.objects.filter(last_year=None).values_list("municipality_id", "county"))
    found: dict[str, County] = {name: County(name) for name in sorted(set(county.values()))}
    for municipality in Municipality.objects.alphabetical():
        found[county[municipality.pk]].municipalities.append(municipality)
    return list(found.values())


def former() -> list[MunicipalityCode]:
    """Names that are no longer a municipality's, each with the one it is now a part of."""
    codes = MunicipalityCode.objects.exclude(last_year=None).exclude(name=F("municipality__name"))
    return sorted(
        {code.name: code for code in codes.select_related("municipality")}.values(),
        key=lambda code: code.name.lower().translate(LAST_LETTERS),
    )


def drawn(municipalities: list[Municipality]) -> Drawing:
    """The map of tiles, each a way in."""
    return tiles.draw(
        _("The 51 municipalities"),
        [
            tiles.Tile(one.slug, one.name, None, "", reverse("status:municipality", args=[one.slug]))
            for one in municipalities
        ],
        legend=[],
        description=_("Each tile is a municipality, placed about where it lies."),
    )
