"""Bars that lie beside their words: the words are in the page, and only the bar is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Value = int | None


class Given(NamedTuple):
    """A row of figures: `part` is what is inside `whole`, such as those who have completed among those who have begun."""

    label: str
    shown: str
    whole: Value
    part: Value = None


@dataclass(frozen=True)
class Bar:
    """Widths are per cent of the room; None where there is no figure to draw."""

    label: str
    shown: str
    whole: float | None
    part: float | None = None


def draw(rows: Sequence[Given], *, most: int = 0) -> list[Bar]:
    """The longest fills the room, unless `most` is more."""
    most = max([most, 1, *(value for row in rows for value in (row.whole, row.part) if value)])
    return [Bar(row.label, row.shown, _width(row.whole, most), _width(row.part, most)) for row in rows]


def _width(value: Value, most: int) -> float | None:
    return None if value is None else round(100 * value / most, 2)
