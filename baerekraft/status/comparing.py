"""Two municipalities side by side: the same indicators in the same years, and nothing made of small differences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from baerekraft.design import languages
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.series import Point
from baerekraft.municipalities import finding as names
from baerekraft.municipalities.models import Municipality
from baerekraft.pages import serving
from baerekraft.sdg import goals
from baerekraft.sdg.goals import Goal
from baerekraft.status import municipal, pictures, words
from baerekraft.status.municipal import Ground, Series

TEMPLATE = "status/comparison.html"
Pair = tuple[Municipality, Municipality]


@dataclass(frozen=True)
class Side:
    """One municipality's figure in a row, with its year; both empty where there is none."""

    value: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Row:
    indicator: Indicator
    sides: tuple[Side, Side]
    year: int | None
    strip: Drawing | None
    close: bool

    @property
    def unit(self) -> str:
        """Where the values do not say it themselves."""
        unit = words.unit(self.indicator)
        return "" if unit == "%" else unit

    @property
    def mind(self) -> str:
        """How to read the two beside each other."""
        if words.is_total(self.indicator):
            return _("A total follows the size of the municipality.")
        if words.is_answer(self.indicator) or self.indicator.wanted == Indicator.Wanted.NONE:
            return ""
        return words.wanted(self.indicator)


@dataclass(frozen=True)
class Part:
    goal: Goal
    rows: list[Row]


def etag(request: HttpRequest) -> str:
    told = f"{serving.edition()} {request.get_full_path()}"
    return f'"{sha256(told.encode(errors="surrogateescape")).hexdigest()[:24]}"'


@require_safe
@cache_control(public=True, max_age=60, stale_while_revalidate=600)
@gzip_page
@condition(etag_func=etag)
def page(request: HttpRequest) -> HttpResponse:
    """Both by slug in the address; a name or an old code leads to the address with slugs."""
    asked = [request.GET.get(side, "") for side in "ab"]
    found = [names.by_text(text) for text in asked]
    slugs = [one.slug if one else "" for one in found]
    if all(found) and slugs != asked:
        return redirect(address(*slugs))
    status = 404 if any(text and not one for text, one in zip(asked, found, strict=True)) else 200
    problem = _problem(asked, found)
    context = {
        "problem": problem,
        "chosen": slugs,
        "municipalities": Municipality.objects.alphabetical(),
        "compared": None if problem or not all(found) else compared((found[0], found[1])),  # type: ignore[arg-type]
        **_tongues(request, slugs),
    }
    return render(request, TEMPLATE, context, status=status)


def address(a: str, b: str) -> str:
    return f"{reverse('status:comparison')}?{urlencode({'a': a, 'b': b})}"


def _problem(asked: list[str], found: list[Municipality | None]) -> str:
    if any(text and not one for text, one in zip(asked, found, strict=True)):
        return _("We do not know one of these municipalities. Choose two of the 51.")
    if found[0] and found[0] == found[1]:
        return _("That is the same municipality twice. Choose two different ones.")
    return _("Choose one more municipality.") if any(found) and not all(found) else ""


def _tongues(request: HttpRequest, slugs: list[str]) -> dict[str, object]:
    """The same two in the other languages."""
    query = f"?{urlencode({'a': slugs[0], 'b': slugs[1]})}" if any(slugs) else ""
    tongues = languages.switch(request.path)["tongues"]
    return {"tongues": [replace(tongue, url=tongue.url + query) for tongue in tongues]}


@dataclass(frozen=True)
class Compared:
    """Everything the page shows of the two."""

    pair: Pair
    parts: list[Part]
    swapped: str


def compared(pair: Pair) -> Compared:
    ours, theirs = (municipal.of(one) for one in pair)
    indicators = {slug: each.indicator for slug, each in (ours | theirs).items()}
    ordered = sorted(indicators.values(), key=lambda one: (one.goal, one.place, one.slug))
    ground = municipal.ground(ordered)
    rows = [_row(pair, one, (ours.get(one.slug), theirs.get(one.slug)), ground) for one in ordered]
    parts = [
        Part(goals.get(number), list(its))
        for number, its in groupby(rows, key=lambda row: row.indicator.goal)
    ]
    return Compared(pair, parts, address(pair[1].slug, pair[0].slug))


def _row(pair: Pair, indicator: Indicator, both: tuple[Series | None, Series | None], ground: Ground) -> Row:
    year = _same_year(both)
    points = [_point(series, year) for series in both]
    close = False
    if year and municipal.comparable(indicator) and points[0] and points[1]:
        reach = max(ground.swings.of(indicator, one.pk) for one in pair)
        close = abs(points[0].value - points[1].value) <= reach
    strip = pictures.among(indicator, pair, year, ground.table) if year else None
    sides = (_side(indicator, points[0]), _side(indicator, points[1]))
    return Row(indicator, sides, year, strip, close)


def _same_year(both: Iterable[Series | None]) -> int | None:
    """The newest year that both have."""
    years = [{point.year for point in series.points} if series else set() for series in both]
    return max(set.intersection(*years), default=None)


def _point(series: Series | None, year: int | None) -> Point | None:
    if series is None:
        return None
    return series.in_year(year) if year else series.latest


def _side(indicator: Indicator, point: Point | None) -> Side:
    return Side(words.parts(indicator, point.value)[0], point.year) if point else Side()
