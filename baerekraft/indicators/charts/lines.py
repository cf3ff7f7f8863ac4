"""Lines through time, each with its name at its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain, pairwise
from typing import Literal

from django.utils.translation import gettext as _

from baerekraft.indicators.charts import bars, drawing, lettering, marks, scales, words
from baerekraft.indicators.charts.drawing import Drawing, Picture, Sheet
from baerekraft.indicators.charts.labels import APART, ASIDE, Box, Label, Placed, Space, Spot

Role = Literal["main", "compare", "other"]
ORDER: tuple[Role, ...] = ("main", "compare", "other")
# Of the width of the sheet.
HEIGHT, MOST_LABEL = 0.5, 0.34
MOST_DOTS = 16
# Elections come every fourth year; what comes more seldom than that has years without figures.
MOST_STEP = 4
# From the middle of a dot, round it.
DOTS = {
    "second": "m0-5.2l5.2 5.2l-5.2 5.2l-5.2-5.2z",
    "third": "m0-5.2l5 8.8h-10z",
    "other": "m-3.4-3.4h6.8v6.8h-6.8z",
}
# Room for the marks of the axis, and before the first year.
AXIS, INSET = 8.0, 12.0


@dataclass(frozen=True)
class Line:
    """`group`: lines of one group are of the same place, before and after its borders moved. Only the last is named."""

    label: str
    points: tuple[tuple[int, Decimal], ...]
    role: Role = "main"
    group: str = ""


def draw(title: str, lines: Sequence[Line], *, unit: str, decimals: int, description: str) -> Drawing:
    """Where all figures are from one year there is no time to show: then it is bars."""
    shown = [
        Line(line.label, tuple(sorted(line.points)), line.role, line.group) for line in lines if line.points
    ]
    years = {year for line in shown for year, _value in line.points}
    if len(years) < 2:
        same_year = [bars.Bar(line.label, line.points[0][1], line.role) for line in shown]
        heading = ", ".join([unit, *map(str, years)])
        return bars.draw(
            title, same_year, unit=unit, heading=heading, decimals=decimals, description=description
        )
    return drawing.make("lines", title, description, partial(_layout, tuple(shown), unit, decimals))


def _layout(lines: Sequence[Line], unit: str, decimals: int, sheet: Sheet) -> Picture:
    return _Plot(lines, unit, decimals, sheet).picture()


class _Plot:
    """One layout: the axes, then the lines, then the names where the lines leave room."""

    def __init__(self, lines: Sequence[Line], unit: str, decimals: int, sheet: Sheet) -> None:
        self.lines = sorted(lines, key=lambda line: ORDER.index(line.role))
        self.unit, self.decimals, self.sheet = unit, decimals, sheet
        self.years = sorted({year for line in lines for year, _value in line.points})
        values = (value for line in lines for _year, value in line.points)
        self.axis = scales.over(values, most=4, whole=decimals == 0)
        self.heading = lettering.wrap(words.heading(unit), sheet.text, sheet.width)
        self.marks = [words.figure(tick, self.axis.decimals) for tick in self.axis.ticks]
        self.looks = _looks(self.lines)
        self.joins = list(_joins(self.lines))
        continued = [before for before, _after in self.joins]
        self.labels = {line: self._label(line) for line in self.lines if line not in continued}
        self.frame = self._frame()

    def _label(self, line: Line) -> Label:
        size, room = self.sheet.text, self.sheet.width * MOST_LABEL
        value = words.with_sign(line.points[-1][1], self.decimals, self.unit)
        name = lettering.wrap(line.label, size, room, bold=True)
        return Label((*name, value), len(name), size)

    def _frame(self) -> Box:
        """Where the lines are: what is left of the sheet when the axes and the names beside it have got theirs."""
        text = self.sheet.text
        left = max(lettering.width(mark, text) for mark in self.marks) + AXIS + INSET
        top = len(self.heading) * self.sheet.line + text * 0.9
        beside = [label for line, label in self.labels.items() if self._is_late(line)]
        widest = max(label.width for label in beside)
        height = max(self.sheet.width * HEIGHT, sum(label.height + APART for label in beside))
        return Box(left, top, self.sheet.width - left - widest - ASIDE, height)

    def _is_late(self, line: Line) -> bool:
        """Its name stands at the right of the chart; others' stand in it, where they end."""
        return line.points[-1][0] == self.years[-1]

    def at(self, year: int, value: Decimal) -> Spot:
        first, last = self.years[0], self.years[-1]
        return (
            self.frame.left + (year - first) / (last - first) * self.frame.width,
            self.frame.bottom - self.axis.share(value) * self.frame.height,
        )

    def picture(self) -> Picture:
        notes = list(
            chain.from_iterable(
                lettering.wrap(note, self.sheet.text, self.sheet.width) for note in self._notes()
            )
        )
        below = self.frame.bottom + 8 + self.sheet.line * 1.3
        body = [*self._axes(), *self._drawn(), *self._named()]
        body.append(marks.paragraph("t soft", 0, below, notes))
        return Picture(
            "".join(body), below + self.sheet.line * len(notes) + (self.sheet.text * 0.4 if notes else 0)
        )

    def _axes(self) -> Iterable[str]:
        frame = self.frame
        yield marks.paragraph("t soft", 0, 0, self.heading)
        for tick, mark in zip(self.axis.ticks, self.marks, strict=True):
            _x, y = self.at(self.years[0], tick)
            yield marks.path("base" if tick == 0 else "grid", [(frame.left - INSET, y), (frame.right + 5, y)])
            yield marks.centred("t soft", frame.left - INSET - AXIS, y, [mark], anchor="end")
        told = self._told_years()
        for year in self.years:
            x, _y = self.at(year, self.axis.low)
            yield marks.path("base", [(x, frame.bottom), (x, frame.bottom + (6 if year in told else 4))])
            if year in told:
                yield marks.text("t soft", x, frame.bottom + 8, str(year), anchor="middle", down=0.95)

    def _told_years(self) -> set[int]:
        """The last, the first, then the main line's and the others' as far as there is room."""
        apart = lettering.width("2020", self.sheet.text) + 8
        main = [year for line in self.lines if line.role == "main" for year, _value in reversed(line.points)]
        told: set[int] = set()
        for year in (self.years[-1], self.years[0], *main, *reversed(self.years)):
            x, _y = self.at(year, self.axis.low)
            if all(abs(x - self.at(other, self.axis.low)[0]) >= apart for other in told):
                told.add(year)
        return told

    def _drawn(self) -> Iterable[str]:
        usual = _usual_step(self.lines)
        for before, after in self.joins:
            yield marks.path("join", [self.at(*before.points[-1]), self.at(*after.points[0])])
        for line in reversed(self.lines):
            for pair in pairwise(line.points):
                is_gap = pair[1][0] - pair[0][0] > usual
                yield marks.path(
                    f"line {self.looks[line]}{' gap' if is_gap else ''}", [self.at(*point) for point in pair]
                )
        for line in reversed(self.lines):
            dots = line.points if len(line.points) <= MOST_DOTS else line.points[-1:]
            yield from (_dot(self.looks[line], self.at(*point)) for point in dots)

    def _named(self) -> Iterable[str]:
        frame, text = self.frame, self.sheet.text
        space = Space(Box(frame.left - INSET, 0, self.sheet.width, frame.bottom + text * 0.4))
        heading = max(lettering.width(line, text) for line in self.heading)
        space.boxes.append(Box(0, 0, heading, len(self.heading) * self.sheet.line))
        for line in self.lines:
            space.draw([self.at(*point) for point in line.points])
        late = [line for line in self.labels if self._is_late(line)]
        ends = [(self.labels[line], self.at(*line.points[-1])) for line in late]
        for line, placed in zip(late, space.column(ends, frame), strict=True):
            yield from _written(placed, self.looks[line], self.at(*line.points[-1]))
        for line, label in self.labels.items():
            if line not in late:
                end = self.at(*line.points[-1])
                in_one_row = Label((" ".join(label.lines),), 1, label.size)
                yield from _written(space.place([in_one_row, label], end), self.looks[line], end)
        yield from self._first_figures(space)

    def _first_figures(self, space: Space) -> Iterable[str]:
        """What the main lines come from, where there is room to say so."""
        for line in self.lines:
            if line.role == "main" and len(line.points) > 1:
                start = self.at(*line.points[0])
                figure = words.with_sign(line.points[0][1], self.decimals, self.unit)
                placed = space.try_place(Label((figure,), 0, self.sheet.text), start)
                yield from _written(placed, self.looks[line], start) if placed else ()

    def _notes(self) -> Iterable[str]:
        usual = _usual_step(self.lines)
        if any(
            after[0] - before[0] > usual for line in self.lines for before, after in pairwise(line.points)
        ):
            yield _("Dotted: years without figures.")
        if self.joins:
            yield _("Grey dots: the borders moved.")
        if not self.axis.has_zero:
            yield _("The axis does not start at zero.")


def _usual_step(lines: Sequence[Line]) -> int:
    """1, or 2 or 4 where the figures come so often, as those of elections do: then no year is missing between."""
    steps = [[after[0] - before[0] for before, after in pairwise(line.points)] for line in lines]
    if max(map(len, steps)) < 2:
        return 1
    together = list(chain.from_iterable(steps))
    least = min(together)
    return least if least <= MOST_STEP and all(step % least == 0 for step in together) else 1


def _joins(lines: Sequence[Line]) -> Iterable[tuple[Line, Line]]:
    """A place's line and the one that goes on after it."""
    for before in lines:
        later = [
            line
            for line in lines
            if line.group and line.group == before.group and line.points[0][0] > before.points[-1][0]
        ]
        if later:
            yield before, min(later, key=lambda line: line.points[0][0])


def _looks(lines: Sequence[Line]) -> dict[Line, str]:
    """Its role, but main lines of several places each have their own: they cross, and must be told apart on the way."""
    places = list(dict.fromkeys(line.group or line.label for line in lines if line.role == "main"))
    looks = dict(zip(places, ("main", "second", "third"), strict=False))
    return {
        line: looks.get(line.group or line.label, "other") if line.role == "main" else line.role
        for line in lines
    }


def _dot(look: str, at: Spot) -> str:
    """Round, hollow, on its corner, three-cornered or square: shape tells what colour does."""
    x, y = at
    if look in DOTS:
        return marks.element("path", f"dot {look}", d=f"M{marks.number(x)} {marks.number(y)}{DOTS[look]}")
    return marks.element("circle", f"dot {look}", cx=x, cy=y, r=4.2 if look == "main" else 3.8)


def _written(placed: Placed, look: str, at: Spot) -> Iterable[str]:
    box, label = placed.box, placed.label
    x = {"": box.left, "middle": box.left + box.width / 2, "end": box.right}[placed.anchor]
    middle = box.top + box.height / 2
    if placed.is_led_to:
        side = box.right + 3 if placed.anchor == "end" else box.left - 3
        away = -6 if placed.anchor == "end" else 6
        yield marks.path("lead", [(at[0] + away, at[1]), (side, middle)])
    first = marks.MIDDLE - marks.LEADING * (len(label.lines) - 1) / 2
    for i, line in enumerate(label.lines):
        weight = " strong" if i < label.bold else ""
        yield marks.text(
            f"t {look}{weight}", x, middle, line, anchor=placed.anchor, down=first + marks.LEADING * i
        )
