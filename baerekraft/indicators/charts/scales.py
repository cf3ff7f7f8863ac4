"""Axes: round numbers to mark them with, and where a figure falls. Decimals all the way, so that 0.1 stays 0.1."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# Zero is left out where it would press the figures into the far part of the chart: when the least is more than this of
# the largest.
FAR_FROM_ZERO = Decimal("0.5")


@dataclass(frozen=True)
class Scale:
    """An axis from its first mark to its last."""

    ticks: tuple[Decimal, ...]

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    @property
    def has_zero(self) -> bool:
        return self.low <= 0 <= self.high

    @property
    def decimals(self) -> int:
        """As many as the marks need, and the same for all."""
        return max(0, *(-exponent for tick in self.ticks if (exponent := _exponent(tick)) is not None))

    def share(self, value: Decimal) -> float:
        """0 at the first mark, 1 at the last."""
        return float((value - self.low) / (self.high - self.low))


def over(
    values: Iterable[Decimal], *, most: int = 5, far: Decimal = FAR_FROM_ZERO, whole: bool = False
) -> Scale:
    """The axis with the fewest round marks that holds all values; `whole` when halves would make no sense."""
    low, high = _ends(sorted(values) or [Decimal(0)], far)
    step = _step((high - low) / most)
    if whole and step % 1:
        step = Decimal(1) if step < 1 else Decimal(5)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return Scale(tuple(_plain(step * (first + i)) for i in range(int(last - first) + 1)))


def _ends(values: Sequence[Decimal], far: Decimal) -> tuple[Decimal, Decimal]:
    low, high = values[0], values[-1]
    near, away = sorted((abs(low), abs(high)))
    if low <= 0 <= high or near < far * away:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    return _around(low) if low == high else (low, high)


def _around(value: Decimal) -> tuple[Decimal, Decimal]:
    if value == 0:
        return Decimal(0), Decimal(1)
    room = abs(value) / 10
    return value - room, value + room


def _step(rough: Decimal) -> Decimal:
    magnitude = Decimal(10) ** rough.adjusted()
    return next(step * magnitude for step in STEPS if step * magnitude >= rough)


def _plain(tick: Decimal) -> Decimal:
    """Without trailing zeros, minus zero or a written exponent."""
    tick = (tick + 0).normalize()
    return tick.quantize(Decimal(1)) if _exponent(tick) in range(1, 29) else tick


def _exponent(number: Decimal) -> int | None:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else None
