"""Where a place lies among those it is like: the middle half of them, the one in the middle, and its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Per cent of the way from nothing to the end of the scale; `own` is None where there is no figure to show."""

    low: float
    middle: float
    high: float
    own: float | None

    @property
    def width(self) -> float:
        return round(max(self.high - self.low, 1), 2)


def draw(own: float | None, low: float, middle: float, high: float, *, end: float) -> Span:
    end = max(end, high, own or 0) or 1

    def at(value: float) -> float:
        return round(100 * value / end, 2)

    return Span(at(low), at(middle), at(high), None if own is None else at(own))
