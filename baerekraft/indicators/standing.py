"""Where a municipality lies among the others: a range of places and a third, never a ranking on noise.

Method. Two municipalities are told apart only when their figures differ by more than one municipality's figure
usually differs from itself from one year to the next: by more than the swing, see `movement`. A step from year to year is
the difference of two figures that each swing, and so is the distance between two municipalities in one year: the one
measures the other. Where there is one year only, the rounding is all we know, and the range says no more than that.

The places are `first` to `last`, 1 for the highest figure: everybody clearly above comes before, everybody clearly below
after. Equal figures share places. The band is the third the whole range lies in; a range that reaches over a limit
between two thirds has none, for then the figures do not say which.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from baerekraft.indicators import movement
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.movement import Swings
from baerekraft.indicators.table import COVERED, Cell, Table


class Band(StrEnum):
    """The lowest, the middle or the highest third. High is not always good."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True)
class Standing:
    year: int
    value: Decimal
    of: int
    first: int
    last: int
    band: Band | None


def among(
    indicator: Indicator, row: Mapping[int, Cell], municipality_id: int, *, swing: Decimal = Decimal(0)
) -> Standing | None:
    """Among those with a figure for the same year; none when they are too few."""
    own = row.get(municipality_id)
    if own is None:
        return None
    values = [cell.value for cell in row.values() if cell.year == own.year]
    if len(values) < COVERED:
        return None
    reach = max(swing, movement.rounding(indicator))
    first = 1 + sum(value > own.value + reach for value in values)
    last = len(values) - sum(value < own.value - reach for value in values)
    bands = {_band(place, len(values)) for place in (first, last)}
    return Standing(own.year, own.value, len(values), first, last, bands.pop() if len(bands) == 1 else None)


def _band(place: int, of: int) -> Band:
    if 3 * place <= of:
        return Band.HIGH
    return Band.LOW if 3 * (place - 1) >= 2 * of else Band.MIDDLE


def swing(indicator: Indicator, municipality_id: int | None = None) -> Decimal:
    """How far the figures move from year to year, for one municipality or for the middle one."""
    return swings([indicator]).of(indicator, municipality_id)


def swings(indicators: Iterable[Indicator] | None = None) -> Swings:
    """Those of every indicator, or of the given ones, for many places at once."""
    return movement.read(indicators)


def every(table: Table, municipality_id: int, known: Swings | None = None) -> dict[str, Standing]:
    """A municipality's place on each indicator where it has one, by slug."""
    known = known or swings(table.indicators)
    found = {
        indicator.slug: among(
            indicator,
            table.row(indicator),
            municipality_id,
            swing=known.of(indicator, municipality_id),
        )
        for indicator in table.indicators
    }
    return {slug: standing for slug, standing in found.items() if standing}


def in_one_year(row: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of the year that most municipalities have, the newest of such; none when they are too few."""
    years = [cell.year for cell in row.values()]
    if not years:
        return {}
    year = max(set(years), key=lambda year: (years.count(year), year))
    cells = {place: cell for place, cell in row.items() if cell.year == year}
    return cells if len(cells) >= COVERED else {}


def quintiles(row: Mapping[int, Cell]) -> dict[int, int]:
    """A class from 0 for the lowest fifth to 4 for the highest. Equal values share a class, so a class may be empty."""
    cells = in_one_year(row)
    values = sorted(cell.value for cell in cells.values())
    lower = {value: 5 * values.index(value) // len(values) for value in set(values)}
    return {place: lower[cell.value] for place, cell in cells.items()}


def limits(row: Mapping[int, Cell]) -> tuple[tuple[Decimal, Decimal] | None, ...]:
    """The least and the most of each class, for the legend; none where a class is empty."""
    classes: dict[int, list[Decimal]] = defaultdict(list)
    for place, number in quintiles(row).items():
        classes[number].append(row[place].value)
    return tuple(
        (min(classes[number]), max(classes[number])) if number in classes else None for number in range(5)
    )
