"""Columns through time: one a week, from nothing up."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.indicators.charts import drawing, lettering, marks, scales, words
from baerekraft.indicators.charts.drawing import Drawing, Picture, Sheet
from baerekraft.reports.report import Table
from baerekraft.reports.writing import figure

HEIGHT = 0.36  # of the sheet's width
AXIS = 8.0
WIDEST = 26.0
# Of a week's room: how much is left between two columns.
GAP = 0.28
NEWEST = 52
# The axis goes at least as far as this.
FEWEST = 15


class Week(NamedTuple):
    """`at` is what stands below it, such as «7. sep.»"""

    at: str
    value: int | None


def active(table: Table) -> Drawing | None:
    """How many were active in each week; None where no week is shown."""
    column = next(column for column in table.columns if column.key == "active")
    rows = table.rows[-NEWEST:]
    values = [row.cells[table.columns.index(column)] for row in rows]
    shown = [(value, row) for value, row in zip(values, rows, strict=True) if value]
    if not shown:
        return None
    most, busiest = max(shown, key=lambda pair: pair[0])
    return draw(
        table.title,
        [Week(_monday(row.key), value) for value, row in zip(values, rows, strict=True)],
        heading=column.label,
        description=_told(len(rows))
        % {
            "first": _monday(rows[0].key, whole=True),
            "last": _monday(rows[-1].key, whole=True),
            "week": busiest.label,
            "count": figure(most),
        },
    )


def _told(weeks: int) -> str:
    if weeks == 1:
        return _("There was something in one week only: %(week)s, with %(count)s.")
    return _("From %(first)s to %(last)s. The busiest: %(week)s, with %(count)s.")


def draw(title: str, weeks: Sequence[Week], *, heading: str, description: str) -> Drawing:
    """A week that is not shown has no column: it looks like a week when nobody was there."""
    return drawing.make("weeks", title, description, partial(_layout, tuple(weeks), heading))


def _monday(key: str, *, whole: bool = False) -> str:
    """`2026-W38` as the date of its Monday; `whole` with the month as it is read aloud."""
    year, week = key.split("-W")
    is_english = (get_language() or "").startswith("en")
    month = "F" if whole else "M" if is_english else "b"
    return date_format(date.fromisocalendar(int(year), int(week), 1), f"j{'' if is_english else '.'} {month}")


def _layout(weeks: Sequence[Week], heading: str, sheet: Sheet) -> Picture:
    return _Plot(weeks, heading, sheet).picture()


class _Plot:
    """One layout: the axis, the columns, and as many dates as there is room for."""

    def __init__(self, weeks: Sequence[Week], heading: str, sheet: Sheet) -> None:
        self.weeks, self.sheet = weeks, sheet
        self.heading = lettering.wrap(heading, sheet.text, sheet.width)
        # Numbers are in steps of five: a finer mark would ask for what is never shown.
        values = [Decimal(max(week.value, FEWEST)) for week in weeks if week.value]
        self.axis = scales.over([Decimal(0), *(values or [Decimal(FEWEST)])], most=3, whole=True)
        self.marks = [words.figure(tick, 0) for tick in self.axis.ticks]
        self.left = max(lettering.width(mark, sheet.text) for mark in self.marks) + AXIS
        self.top = len(self.heading) * sheet.line + sheet.text
        self.foot = self.top + sheet.width * HEIGHT
        self.step = (sheet.width - self.left) / max(len(weeks), 1)

    def picture(self) -> Picture:
        body = [
            marks.paragraph("t soft", 0, 0, self.heading),
            *self._axis(),
            *self._columns(),
            *self._dates(),
        ]
        return Picture("".join(body), self.foot + 10 + self.sheet.line)

    def _middle(self, index: int) -> float:
        return self.left + self.step * (index + 0.5)

    def _axis(self) -> Iterable[str]:
        for tick, mark in zip(self.axis.ticks, self.marks, strict=True):
            y = self.foot - self.axis.share(tick) * (self.foot - self.top)
            yield marks.path("base" if tick == 0 else "grid", [(self.left, y), (self.sheet.width, y)])
            yield marks.centred("t soft", self.left - AXIS, y, [mark], anchor="end")

    def _columns(self) -> Iterable[str]:
        width = min(self.step * (1 - GAP), WIDEST)
        for index, week in enumerate(self.weeks):
            if week.value:
                high = self.axis.share(Decimal(week.value)) * (self.foot - self.top)
                x = self._middle(index) - width / 2
                yield marks.element("rect", "bar main", x=x, y=self.foot - high, width=width, height=high)

    def _dates(self) -> Iterable[str]:
        """The last, the first, then the others as far as there is room."""
        taken: list[tuple[float, float]] = []
        last = len(self.weeks) - 1
        for index in dict.fromkeys([last, 0, *range(last, 0, -1)] if self.weeks else []):
            half = lettering.width(self.weeks[index].at, self.sheet.text) / 2 + 6
            middle = min(max(self._middle(index), half - 6), self.sheet.width - half + 6)
            if all(middle + half <= low or middle - half >= high for low, high in taken):
                taken.append((middle - half, middle + half))
                yield marks.text(
                    "t soft", middle, self.foot + 8, self.weeks[index].at, anchor="middle", down=0.95
                )
