"""How far municipal figures swing from one year to the next, read from all the series there are.

What moved for all is taken out first: when the whole country votes more, nobody changes place. The swing is what nine of
ten of the steps left are within, over all municipalities together, for one of them has too few years to tell by itself;
one whose own steps are usually longer than that has its own. Counts swing with the size of the place, so theirs are
measured as shares of the figure. Never less than the rounding.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from baerekraft.indicators.models import Indicator, Value

Years = Mapping[int, Mapping[int, Decimal]]  # year, municipality's id
STEADY = 9, 10  # of the steps


@dataclass(frozen=True)
class Movement:
    """One indicator's: each municipality's steps, what most steps are within, and the sizes where they are shares."""

    steps: Mapping[int, Sequence[Decimal]]
    usual: Decimal
    sizes: Mapping[int, Decimal]

    def of(self, municipality_id: int | None) -> Decimal:
        own = self.steps.get(municipality_id or 0)
        share = max(self.usual, median(map(abs, own))) if own else self.usual
        if not self.sizes:
            return share
        return share * self.sizes.get(municipality_id or 0, median(self.sizes.values()))


@dataclass(frozen=True)
class Swings:
    """By the indicator's slug."""

    movements: Mapping[str, Movement]

    def of(self, indicator: Indicator, municipality_id: int | None = None) -> Decimal:
        """For one municipality, or for the middle one."""
        known = self.movements.get(indicator.slug)
        return max(known.of(municipality_id) if known else Decimal(0), rounding(indicator))


def rounding(indicator: Indicator) -> Decimal:
    """Half a unit of the last decimal: what a figure may be off for having been rounded."""
    return Decimal("0.5").scaleb(-indicator.decimals)


def read(indicators: Iterable[Indicator] | None = None) -> Swings:
    """For every indicator, or the given ones, in one query."""
    rows = Value.objects.filter(municipality__isnull=False).order_by("indicator", "year")
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    figures: dict[tuple[str, str], dict[int, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    columns = ("indicator", "indicator__joining", "year", "municipality", "value")
    for slug, joining, year, place, value in rows.values_list(*columns):
        figures[slug, joining][year][place] = value
    return Swings(
        {
            slug: movement(years, counted=joining == Indicator.Joining.SUM)
            for (slug, joining), years in figures.items()
        }
    )


def movement(years: Years, *, counted: bool) -> Movement:
    """From the figures year by year, oldest first."""
    steps = _steps(years, counted=counted)
    every = sorted(abs(step) for its in steps.values() for step in its)
    usual = every[(len(every) * STEADY[0] - 1) // STEADY[1]] if every else Decimal(0)
    newest = {place: abs(value) for figures in years.values() for place, value in figures.items()}
    return Movement(steps, usual, newest if counted else {})


def _steps(years: Years, *, counted: bool) -> dict[int, list[Decimal]]:
    """Between years beside each other, or as near as there are, without what moved for all."""
    pairs = list(pairwise(years))
    nearest = min((after - before for before, after in pairs), default=0)
    steps: dict[int, list[Decimal]] = defaultdict(list)
    for before, after in pairs:
        if after - before == nearest:
            moved = _moved(years[before], years[after], counted=counted)
            common = median(moved.values()) if moved else Decimal(0)
            for place, step in moved.items():
                steps[place].append(step - common)
    return dict(steps)


def _moved(
    before: Mapping[int, Decimal], after: Mapping[int, Decimal], *, counted: bool
) -> dict[int, Decimal]:
    both = before.keys() & after.keys()
    if counted:
        return {place: after[place] / before[place] - 1 for place in both if before[place]}
    return {place: after[place] - before[place] for place in both}
