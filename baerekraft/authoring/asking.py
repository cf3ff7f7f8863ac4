"""Asking an indicator for a figure: by place and year, or what is newest."""

from collections.abc import Iterable
from dataclasses import dataclass

from baerekraft.indicators.models import Indicator, Value


class NoFigure(ValueError):
    """A figure that a lesson asks for is not there; `place` is where in the document it is asked for."""

    def __init__(self, message: str, *place: int | str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class Series:
    """One indicator's figures in every place and year."""

    indicator: Indicator
    rows: dict[tuple[str, int], Value]

    @classmethod
    def of(cls, slug: str) -> "Series":
        indicator = Indicator.objects.filter(pk=slug).first()
        if indicator is None:
            raise NoFigure(
                f"There is no indicator «{slug}». Choose one of those in indikatorer.csv.", "indicator"
            )
        values = indicator.values.select_related("municipality")
        return cls(indicator, {(where(row), row.year): row for row in values})

    @property
    def local(self) -> bool:
        return any(row.municipality_id for row in self.rows.values())

    def years(self, place: str) -> list[int]:
        return sorted(year for name, year in self.rows if name == place)

    def newest(self, places: Iterable[str]) -> int | None:
        """The newest year with a figure for all of the places, so that they can stand side by side."""
        years = [set(found) for place in places if (found := self.years(place))]
        return max(set.intersection(*years), default=None) if years else None

    def row(self, place: str, year: int | None) -> Value:
        years = self.years(place)
        if not years:
            raise NoFigure(
                f"«{self.indicator.slug}» has no figure for «{place}». "
                "Write Norge, Viken, the name of a county or that of a municipality."
            )
        if year not in years:
            known = ", ".join(map(str, years))
            raise NoFigure(
                f"«{self.indicator.slug}» has no figure for {place} in {year}. It has {known}."
                if year
                else f"«{self.indicator.slug}» has no year with a figure for every place in the chart. "
                f"Give each bar a year; {place} has {known}."
            )
        return self.rows[place, year]


def where(row: Value) -> str:
    return row.municipality.name if row.municipality else row.region
