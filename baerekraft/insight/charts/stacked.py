"""Answers on a scale, as shares of one bar each, so that two of them can be laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

Value = int | None
# Of the whole bar, in per cent: what has room for its figure.
ROOM = 9


@dataclass(frozen=True)
class Share:
    """`level` from 1; `shown` stands in it where there is room, and `told` is for those who do not see it."""

    level: int
    left: float
    width: float
    shown: str
    told: str

    @property
    def middle(self) -> float:
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True)
class Stack:
    label: str
    shares: list[Share]


def draw(label: str, values: Sequence[Value], *, levels: Sequence[str]) -> Stack:
    """Shares of what is shown; a level that is not shown takes no room."""
    whole = sum(value or 0 for value in values)
    shares, left = [], 0.0
    for level, (name, value) in enumerate(zip(levels, values, strict=True), 1):
        if value:
            width = 100 * value / whole
            shown = str(value) if width >= ROOM else ""
            shares.append(Share(level, round(left, 2), round(width, 2), shown, f"{name} {value}"))
            left += width
    return Stack(label, shares)
