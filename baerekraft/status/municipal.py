"""What a municipality has figures for: each series with Norway and Viken beside it, and its place among the 51."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from baerekraft.indicators import standing, table, trend
from baerekraft.indicators.lineage import NORWAY, VIKEN
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.series import Point
from baerekraft.indicators.standing import Standing
from baerekraft.indicators.trend import Trend
from baerekraft.municipalities.models import Municipality
from baerekraft.status import words

BESIDE = (NORWAY, VIKEN)


@dataclass(frozen=True)
class Series:
    """An indicator in one municipality, oldest first, and the same for Norway and Viken."""

    indicator: Indicator
    points: list[Point] = field(default_factory=list)
    beside: dict[str, list[Point]] = field(default_factory=lambda: {region: [] for region in BESIDE})

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def trend(self) -> Trend | None:
        return trend.of(self.indicator, self.points)

    def in_year(self, year: int, region: str = "") -> Point | None:
        points = self.beside[region] if region else self.points
        return next((point for point in points if point.year == year), None)


def of(municipality: Municipality, indicator: str = "") -> dict[str, Series]:
    """Those that the municipality has a figure for, or that one, by slug, in the order of the goals."""
    own = Value.objects.filter(municipality=municipality).select_related("indicator")
    if indicator:
        own = own.filter(indicator=indicator)
    found: dict[str, Series] = {}
    for row in own.order_by("indicator__goal", "indicator__place", "indicator_id", "year"):
        series = found.setdefault(row.indicator_id, Series(row.indicator))
        series.points.append(Point(row.year, row.value, row))
    for row in Value.objects.filter(indicator__in=list(found), region__in=BESIDE).order_by("year"):
        found[row.indicator_id].beside[row.region].append(Point(row.year, row.value, row))
    return found


def comparable(indicator: Indicator) -> bool:
    """Whether places can be laid on one scale: not totals, which follow size, and not a yes or a no."""
    return not words.is_total(indicator) and not words.is_answer(indicator)


@dataclass(frozen=True)
class Ground:
    """What everybody has, read once: the table of the 51 and how much its figures swing."""

    table: table.Table
    swings: standing.Swings

    def standings(self, municipality: Municipality) -> dict[str, Standing]:
        found = standing.every(self.table, municipality.pk, self.swings)
        scales = {indicator.slug for indicator in self.table.indicators if comparable(indicator)}
        return {slug: place for slug, place in found.items() if slug in scales}


def ground(indicators: Iterable[Indicator] | None = None) -> Ground:
    known = table.latest(indicators)
    return Ground(known, standing.swings(known.indicators))
