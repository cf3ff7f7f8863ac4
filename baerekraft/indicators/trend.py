"""Which way a series has gone, and how one figure lies beside another."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from baerekraft.indicators.models import Indicator
from baerekraft.indicators.series import Point


class Direction(StrEnum):
    """Better and worse only where the indicator says which way is wanted; unknown where there is one year."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Compared(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Trend:
    """From the first year to the last; whoever shows it says both years."""

    direction: Direction
    first: Point
    last: Point
    change: Decimal


def step(indicator: Indicator) -> Decimal:
    """The smallest difference that the figures are shown with: two that are rounded may differ by less for no reason."""
    return Decimal(1).scaleb(-indicator.decimals)


def of(indicator: Indicator, points: Sequence[Point]) -> Trend | None:
    """From the first to the last of one place's series. Years between may be missing.

    The same is within rounding, and with three years or more also what ends nearer to where it began than it moves in
    a usual step: figures that go up and down have not gone anywhere because they were measured on a good day.
    """
    if not points:
        return None
    places = {(point.value_row.municipality_id, point.value_row.region) for point in points}
    if len(places) > 1:
        raise ValueError("a trend is for one place: two places' figures do not make one series")
    ordered = sorted(points, key=lambda point: point.year)
    first, last = ordered[0], ordered[-1]
    change = last.value - first.value
    return Trend(_direction(indicator, change, _usual_step(ordered)), first, last, change)


def _usual_step(ordered: Sequence[Point]) -> Decimal | None:
    """The mean length of a step; none where there is no step to take."""
    steps = [abs(after.value - before.value) for before, after in pairwise(ordered)]
    return sum(steps, Decimal(0)) / len(steps) if steps else None


def _direction(indicator: Indicator, change: Decimal, usual: Decimal | None) -> Direction:
    if usual is None:
        return Direction.UNKNOWN
    if abs(change) < max(usual, step(indicator)):
        return Direction.SAME
    if indicator.wanted == Indicator.Wanted.NONE:
        return Direction.UP if change > 0 else Direction.DOWN
    wanted = (change > 0) == (indicator.wanted == Indicator.Wanted.UP)
    return Direction.BETTER if wanted else Direction.WORSE


def compared(indicator: Indicator, value: Decimal, other: Decimal) -> Compared:
    """Two places in one year. A count is higher where the place is larger, and never better for that."""
    if abs(value - other) < step(indicator):
        return Compared.SAME
    counted = indicator.joining == Indicator.Joining.SUM
    if counted or indicator.wanted == Indicator.Wanted.NONE:
        return Compared.HIGHER if value > other else Compared.LOWER
    wanted = (value > other) == (indicator.wanted == Indicator.Wanted.UP)
    return Compared.BETTER if wanted else Compared.WORSE
