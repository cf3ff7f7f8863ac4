"""Bars that lie: one figure each, from zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal

from baerekraft.indicators.charts import drawing, lettering, marks, words
from baerekraft.indicators.charts.drawing import Drawing, Picture, Sheet

Role = Literal["main", "compare", "other"]
THICK, GAP = 15.0, 13.0


@dataclass(frozen=True)
class Bar:
    label: str
    value: Decimal
    role: Role = "main"


def draw(
    title: str, bars: Sequence[Bar], *, unit: str, decimals: int, description: str, heading: str = ""
) -> Drawing:
    """In the order given. No axis: each bar says its figure. `heading` stands above where it is not the unit alone."""
    layout = partial(_layout, tuple(bars), words.heading(heading or unit), unit, decimals)
    return drawing.make("bars", title, description, layout)


@dataclass(frozen=True)
class Room:
    """Where the bars are: what is left when the names, and the figures at the ends, have got theirs."""

    left: float
    right: float
    low: Decimal
    high: Decimal
    names_beside: bool

    def x(self, value: Decimal) -> float:
        return self.left + float((value - self.low) / (self.high - self.low)) * (self.right - self.left)


def _layout(bars: Sequence[Bar], heading: str, unit: str, decimals: int, sheet: Sheet) -> Picture:
    above = lettering.wrap(heading, sheet.text, sheet.width)
    shown = [words.with_sign(bar.value, decimals, unit) for bar in bars]
    room = _room(bars, shown, sheet)
    y = len(above) * sheet.line + 8
    pieces = [marks.paragraph("t soft", 0, 0, above)]
    for bar, figure in zip(bars, shown, strict=True):
        name = lettering.wrap(
            bar.label, sheet.text, room.left if room.names_beside else sheet.width, bold=True
        )
        y += sheet.line * (len(name) - 1 if room.names_beside else len(name))
        pieces += [_name(bar, name, room, sheet, y), _bar(bar, figure, room, y)]
        y += THICK + GAP
    return Picture("".join(pieces), y - GAP + 4)


def _room(bars: Sequence[Bar], shown: Sequence[str], sheet: Sheet) -> Room:
    low = min([Decimal(0), *(bar.value for bar in bars)])
    high = max([Decimal(0), *(bar.value for bar in bars)])
    figure = max((lettering.width(text, sheet.text, bold=True) for text in shown), default=0) + 10
    name = max((lettering.width(bar.label, sheet.text, bold=True) for bar in bars), default=0) + 12
    beside = sheet.width > drawing.WIDE and name < 0.4 * sheet.width
    left = (name if beside else 1) + (figure if low < 0 else 0)
    return Room(left, sheet.width - figure, low, high if high > low else low + 1, beside)


def _name(bar: Bar, name: Sequence[str], room: Room, sheet: Sheet, y: float) -> str:
    look = "t strong" if bar.role == "main" else "t"
    if room.names_beside:
        return marks.centred(look, 0, y + THICK / 2, name)
    last = len(name) - 1
    return "".join(
        marks.text(look, 0, y - 6, line, down=(i - last) * marks.LEADING) for i, line in enumerate(name)
    )


def _bar(bar: Bar, figure: str, room: Room, y: float) -> str:
    zero, end = room.x(Decimal(0)), room.x(bar.value)
    is_left = bar.value < 0
    look = "t strong" if bar.role == "main" else "t"
    return (
        marks.element("rect", f"bar {bar.role}", x=min(zero, end), y=y, width=abs(end - zero), height=THICK)
        + marks.path("base", [(zero, y - 3), (zero, y + THICK + 3)])
        + marks.centred(
            look, end + (-7 if is_left else 7), y + THICK / 2, [figure], anchor="end" if is_left else ""
        )
    )
