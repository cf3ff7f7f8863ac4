"""A bar chart drawn as SVG, each bar under its own words, so that it can stand on any page."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

WIDTH, COLUMNS = 600, 48
LINE, BAR, GAP = 24, 18, 16


@dataclass(frozen=True)
class Drawn:
    """One bar: its label in lines, where they stand, and the bar itself."""

    lines: tuple[tuple[int, str], ...]
    shown: str
    top: int
    y: int
    width: float
    highlight: bool


@dataclass(frozen=True)
class Drawing:
    bars: tuple[Drawn, ...]
    height: int


def draw(bars: tuple[Any, ...]) -> Drawing:
    """`bars` are a shown chart block's: label, shown, percent, highlight."""
    y, drawn = 0, []
    for bar in bars:
        told = wrap(bar.label, COLUMNS)
        lines = tuple((y + LINE * (place + 1) - 6, line) for place, line in enumerate(told))
        top = y + LINE - 6
        y += LINE * len(told)
        drawn.append(Drawn(lines, bar.shown, top, y, round(WIDTH * bar.percent / 100, 1), bar.highlight))
        y += BAR + GAP
    return Drawing(tuple(drawn), y)
