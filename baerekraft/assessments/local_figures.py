"""A municipality's own figures, for whoever judges what a case does to a goal there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext_lazy

from baerekraft.indicators import trend, wording
from baerekraft.indicators.lineage import NORWAY, VIKEN
from baerekraft.indicators.models import Indicator, Value, ValueQuerySet
from baerekraft.indicators.series import Point
from baerekraft.indicators.trend import Direction
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.sdg.texts import Texts

MOST = 3
BESIDE = (NORWAY, VIKEN)
FAR = {VIKEN: 1, NORWAY: 2}  # the county itself is nearest
SINCE = {
    Direction.BETTER: gettext_lazy("better than in %(year)s"),
    Direction.WORSE: gettext_lazy("worse than in %(year)s"),
    Direction.SAME: gettext_lazy("about the same as in %(year)s"),
    Direction.UP: gettext_lazy("higher than in %(year)s"),
    Direction.DOWN: gettext_lazy("lower than in %(year)s"),
}


@dataclass(frozen=True)
class Figure:
    """`place` is the county or the country that the figure is for, empty when it is the municipality's own.

    `beside` is what others had in the same year, and `since` how it has gone.
    """

    name: Texts
    shown: str
    year: int
    place: str = ""
    beside: tuple[tuple[str, str], ...] = ()
    since: str = ""


@dataclass(frozen=True)
class Series:
    indicator: Indicator
    region: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point:
        return self.points[-1]


def by_goal(municipality: Municipality) -> dict[int, tuple[Figure, ...]]:
    """Its own, in two queries; for a goal where it has none, those of its county, Viken or the country."""
    own = _newest(_series(Value.objects.filter(municipality=municipality)))
    others = _series(_others(municipality, own))
    goals = {one.indicator.goal for one in own}
    elsewhere = _newest(one for one in others if one.indicator.goal not in goals)
    found: dict[int, tuple[Figure, ...]] = defaultdict(tuple)
    for one in (*own, *elsewhere):
        found[one.indicator.goal] += (_figure(one, others),)
    return dict(found)


def _others(municipality: Municipality, own: list[Series]) -> ValueQuerySet:
    """The same years in Viken and the country; and all there is on the goals that are left."""
    same = Q(
        region__in=BESIDE,
        indicator__in=[one.indicator.slug for one in own],
        year__in={one.latest.year for one in own},
    )
    county = MunicipalityCode.objects.filter(municipality=municipality, last_year=None).values("county")
    around = Q(region__in=BESIDE) | Q(region__in=county)
    return Value.objects.filter(same | around & ~Q(indicator__goal__in={one.indicator.goal for one in own}))


def _series(values: ValueQuerySet) -> list[Series]:
    rows = values.select_related("indicator").order_by(
        "indicator__goal", "indicator__place", "indicator", "region", "year"
    )
    return [
        Series(group[0].indicator, region, tuple(Point(row.year, row.value, row) for row in group))
        for (_slug, region), rows_of_one in groupby(rows, key=lambda row: (row.indicator_id, row.region))
        for group in [list(rows_of_one)]
    ]


def _newest(found: Iterable[Series]) -> list[Series]:
    """At most so many for each goal, the newest first; each indicator for the nearest place with that year."""
    chosen: dict[int, dict[str, Series]] = defaultdict(dict)
    for one in sorted(found, key=lambda one: (-one.latest.year, FAR.get(one.region, 0))):
        of_goal = chosen[one.indicator.goal]
        if len(of_goal) < MOST:
            of_goal.setdefault(one.indicator.slug, one)
    return [one for of_goal in chosen.values() for one in of_goal.values()]


def _figure(one: Series, others: list[Series]) -> Figure:
    went = trend.of(one.indicator, one.points)
    since = SINCE.get(went.direction, "") if went else ""
    return Figure(
        name=one.indicator.name,
        shown=wording.figure(one.indicator, one.latest.value),
        year=one.latest.year,
        place=wording.place(one.region) if one.region else "",
        beside=() if one.region else _beside(one, others),
        since=str(since) % {"year": went.first.year} if went else "",
    )


def _beside(one: Series, others: list[Series]) -> tuple[tuple[str, str], ...]:
    """Nothing for a yes or a no, nor for a total, which only follows how large the place is."""
    if wording.is_answer(one.indicator) or one.indicator.joining == Indicator.Joining.SUM:
        return ()
    points = {
        other.region: point.value
        for other in others
        if other.indicator == one.indicator
        for point in other.points
        if point.year == one.latest.year
    }
    return tuple(
        (wording.place(region), wording.figure(one.indicator, points[region]))
        for region in BESIDE
        if region in points
    )
