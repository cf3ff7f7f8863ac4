"""Asking an indicator for a figure: by place and year, or what is newest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from baerekraft.exercises.document import Unfit
from baerekraft.indicators.models import Indicator, Value


class NoFigure(Unfit):
    """A figure that a lesson asks for is not there; `at` is where in the document it is asked for."""

    def within(self, *place: int | str) -> "NoFigure":
        """The same, told from further out; those found beside it come along."""
        outer = NoFigure(self.text, at=(*place, *self.at), **self.named)
        outer.also = tuple(one.within(*place) for one in self.also if isinstance(one, NoFigure))
        return outer


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
                gettext_noop("There is no indicator «%(slug)s». Choose one of those in indikatorer.csv."),
                at=("indicator",),
                slug=slug,
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
                gettext_noop(
                    "«%(slug)s» has no figure for «%(place)s». "
                    "Write Norge, Viken, the name of a county or that of a municipality."
                ),
                slug=self.indicator.slug,
                place=place,
            )
        if year not in years:
            text = (
                gettext_noop("«%(slug)s» has no figure for %(place)s in %(year)s. It has %(known)s.")
                if year
                else gettext_noop(
                    "«%(slug)s» has no year with a figure for every place in the chart. "
                    "Give each bar a year; %(place)s has %(known)s."
                )
            )
            known = ", ".join(map(str, years))
            raise NoFigure(text, slug=self.indicator.slug, place=place, year=year, known=known)
        return self.rows[place, year]


def where(row: Value) -> str:
    return row.municipality.name if row.municipality else row.region
