"""One indicator's newest figure as a page shows it: value, year, place, and what can be said of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.overview import Row
from baerekraft.indicators.trend import Direction
from baerekraft.status import words

# What is better known comes first when only a few can be shown.
NEAR = {lineage.VIKEN: 0, **dict.fromkeys(lineage.NOW, 1), **dict.fromkeys(lineage.BEFORE, 2)}
FAR = 3


@dataclass(frozen=True)
class Figure:
    """Everything but `indicator` is ready to be read. What does not apply is empty."""

    indicator: Indicator
    large: str
    small: str
    year: int
    place: str
    missing: str
    age: str
    direction: Direction
    way: str
    trend: str
    sentence: str
    compared: str
    others: tuple[tuple[str, str, int], ...]
    url: str


def figure(row: Row) -> Figure:
    indicator, point = row.indicator, row.point
    large, small = words.parts(indicator, point.value)
    return Figure(
        indicator=indicator,
        large=large,
        small=small,
        year=point.year,
        place=words.place(row.region),
        missing=words.missing_note(row.region),
        age=words.age_note(point.year, point.year + row.age),
        direction=words.direction(row.trend),
        way=words.trend_way(row.trend),
        trend=words.trend_word(row.trend),
        sentence=words.trend_sentence(indicator, row.trend),
        compared=_compared(row),
        others=tuple(
            (words.place(region), words.value(indicator, other.value), other.year)
            for region, other in row.others
        ),
        url=reverse("status:indicator", args=[indicator.slug]),
    )


def leading(rows: Iterable[Row], most: int = 3) -> list[Row]:
    """Those that tell most: near before far, new before old, a series before one year. In their own order."""
    ordered = list(rows)
    chosen = sorted(ordered, key=_worth)[:most]
    return [row for row in ordered if row in chosen]


def directions(rows: Iterable[Row]) -> Counter[Direction]:
    """How many have gone which way."""
    return Counter(words.direction(row.trend) for row in rows)


def _worth(row: Row) -> tuple[bool, int, bool, int]:
    one_year = words.direction(row.trend) == Direction.UNKNOWN
    return row.age > words.VERY_OLD, NEAR.get(row.region, FAR), one_year, row.age


def _compared(row: Row) -> str:
    if not (row.compared and row.norway):
        return ""
    return words.compared_words(row.indicator, row.compared, row.norway.value)
