"""The goals at a glance: one row an indicator, with the newest figure for the place it is known for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from baerekraft.indicators import lineage, trend
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.series import Point
from baerekraft.indicators.trend import Compared, Trend

GOALS = range(1, 18)
# Viken, or else the counties it became, or else those it was made of, or else the country.
GROUPS = ((lineage.VIKEN,), lineage.NOW, lineage.BEFORE, (lineage.NORWAY,))

Series = Mapping[str, Sequence[Point]]


@dataclass(frozen=True)
class Row:
    """An indicator's newest figure, where it is for, and what it can be seen beside.

    `others` are the newest figures of the other counties of the same kind, and of the counties Viken became
    where theirs are newer. `norway` is of the same year or not there. `age` is in years.
    """

    indicator: Indicator
    region: str
    point: Point
    trend: Trend | None
    norway: Point | None
    compared: Compared | None
    age: int
    others: tuple[tuple[str, Point], ...] = ()


def of_goal(number: int, *, today: date | None = None) -> list[Row]:
    """A row for each of the goal's indicators that the country or a county has a figure for."""
    return _rows(Indicator.objects.filter(goal=number), today)


def every(*, today: date | None = None) -> dict[int, list[Row]]:
    """All 17 goals in two queries. A goal without figures has no rows, and is there."""
    found: dict[int, list[Row]] = {number: [] for number in GOALS}
    for row in _rows(Indicator.objects.all(), today):
        found[row.indicator.goal].append(row)
    return found


def _rows(indicators: Iterable[Indicator], today: date | None) -> list[Row]:
    this_year = (today or timezone.localdate()).year
    known = {indicator.pk: indicator for indicator in indicators}
    series: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for value in Value.objects.filter(indicator__in=known, municipality=None).order_by("year"):
        value.indicator = known[value.indicator_id]
        series[value.indicator_id][value.region].append(Point(value.year, value.value, value))
    rows = (_row(indicator, series[slug], this_year) for slug, indicator in known.items())
    return [row for row in rows if row]


def _row(indicator: Indicator, series: Series, this_year: int) -> Row | None:
    region = _shown(series)
    if region is None:
        return None
    point = series[region][-1]
    norway = next((one for one in series.get(lineage.NORWAY, ()) if one.year == point.year), None)
    if region == lineage.NORWAY:
        norway = None
    return Row(
        indicator=indicator,
        region=region,
        point=point,
        trend=trend.of(indicator, series[region]),
        norway=norway,
        compared=_compared(indicator, point, norway),
        age=this_year - point.year,
        others=_others(series, region),
    )


def _shown(series: Series) -> str | None:
    """The first group with figures; in it, the county with the newest, then the longest series, then in order."""
    for group in GROUPS:
        known = [region for region in group if series.get(region)]
        if known:
            return max(known, key=lambda region: (series[region][-1].year, len(series[region])))
    return None


def _compared(indicator: Indicator, point: Point, norway: Point | None) -> Compared | None:
    """With the country; a count is not, for a part is always less than the whole."""
    if norway is None or indicator.joining == Indicator.Joining.SUM:
        return None
    return trend.compared(indicator, point.value, norway.value)


def _others(series: Series, shown: str) -> tuple[tuple[str, Point], ...]:
    year = series[shown][-1].year
    group = next(group for group in GROUPS if shown in group)
    others = [region for region in group if region != shown and series.get(region)]
    if shown == lineage.VIKEN:
        others = [region for region in lineage.NOW if series.get(region) and series[region][-1].year > year]
    return tuple((region, series[region][-1]) for region in others)
