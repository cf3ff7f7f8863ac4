"""One indicator in one municipality, in the words and pictures that a page shows of it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from baerekraft.indicators import trend
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.standing import Band, Standing
from baerekraft.indicators.trend import Direction
from baerekraft.municipalities.models import Municipality
from baerekraft.status import municipal, pictures, sources, words
from baerekraft.status.municipal import Ground, Series
from baerekraft.status.sources import Source


class Reach(StrEnum):
    """How far a municipality has come beside the others, where it is clear which way is better."""

    AHEAD = "ahead"
    MIDDLE = "middle"
    BEHIND = "behind"
    UNCLEAR = "unclear"


BEST = {Indicator.Wanted.UP: Band.HIGH, Indicator.Wanted.DOWN: Band.LOW}


@dataclass
class Card:
    municipality: Municipality
    series: Series
    standing: Standing | None
    ground: Ground

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @property
    def year(self) -> int:
        return self.series.latest.year

    @property
    def value(self) -> str:
        return words.value(self.indicator, self.series.latest.value)

    @property
    def large(self) -> str:
        return words.parts(self.indicator, self.series.latest.value)[0]

    @property
    def small(self) -> str:
        return words.parts(self.indicator, self.series.latest.value)[1]

    @property
    def age(self) -> str:
        return words.age_note(self.year, localdate().year)

    @property
    def wanted(self) -> str:
        return "" if words.is_answer(self.indicator) else words.wanted(self.indicator)

    @property
    def place(self) -> str:
        """Which third, or why there is none."""
        if self.standing:
            return words.band_sentence(self.standing)
        if words.is_answer(self.indicator):
            return ""
        if words.is_total(self.indicator):
            return _("A total follows the size of the municipality, so it has no place among the others.")
        return _("Too few municipalities have a figure for that year to tell a place among them.")

    @property
    def range(self) -> str:
        return words.place_range(self.standing) if self.standing else ""

    @property
    def reach(self) -> Reach | None:
        """None for old figures, where neither way is better, and where there is no place among the others."""
        if not self.standing or self.age or self.indicator.wanted == Indicator.Wanted.NONE:
            return None
        if self.standing.band is None:
            return Reach.UNCLEAR
        if self.standing.band == Band.MIDDLE:
            return Reach.MIDDLE
        best = BEST[Indicator.Wanted(self.indicator.wanted)]
        return Reach.AHEAD if self.standing.band == best else Reach.BEHIND

    @property
    def beside(self) -> list[str]:
        """«Bedre enn Norge (80,1 %) i 2025.» Only in the same year."""
        found = ((region, self.series.in_year(self.year, region)) for region in municipal.BESIDE)
        return [
            words.compared_sentence(
                self.indicator,
                trend.compared(self.indicator, self.series.latest.value, point.value),
                point.value,
                year=point.year,
                name=words.place(region),
            )
            for region, point in found
            if point and municipal.comparable(self.indicator)
        ]

    @property
    def way(self) -> str:
        return words.trend_way(self.series.trend)

    @property
    def direction(self) -> Direction:
        return words.direction(self.series.trend)

    @property
    def trend(self) -> str:
        return words.trend_word(self.series.trend)

    @property
    def sentence(self) -> str:
        return words.trend_sentence(self.indicator, self.series.trend)

    @cached_property
    def chart(self) -> Drawing | None:
        return pictures.through_time(self.municipality, self.series)

    @cached_property
    def strip(self) -> Drawing | None:
        return pictures.among(self.indicator, [self.municipality], self.year, self.ground.table)

    @property
    def regions(self) -> list[str]:
        """Those that the table has a column for."""
        return [region for region in municipal.BESIDE if self.series.beside[region]]

    @property
    def rows(self) -> list[tuple[int, list[str]]]:
        """Newest first: the year, the municipality's figure, and those beside it in the same year."""
        return [
            (point.year, [self._said(point.year, region) for region in ("", *self.regions)])
            for point in reversed(self.series.points)
        ]

    def _said(self, year: int, region: str) -> str:
        point = self.series.in_year(year, region)
        return words.figure(self.indicator, point.value) if point else ""

    @property
    def caption(self) -> str:
        return words.titled(self.indicator)

    @property
    def columns(self) -> list[str]:
        return [self.municipality.name, *(words.place(region) for region in self.regions)]

    @property
    def sources(self) -> list[Source]:
        return sources.of(point.value_row for point in self.series.points)
