"""An attacker who knows every shown number and all the rules: exhaustive for small tables, by intervals for whole reports."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import product

from baerekraft.reports.suppression import LOST, STEP, Split

Table = tuple[int, ...]  # those in no part, then the parts
Output = tuple[int | None, tuple[int | None, ...]]
Rule = Callable[[int, Mapping[int, int]], tuple[int | None, Mapping[int, int | None]]]


def told(rule: Rule, table: Table) -> Output:
    _rest, *counts = table
    total, parts = rule(sum(table), dict(enumerate(counts)))
    return total, tuple(parts[key] for key in range(len(counts)))


def worlds(rule: Rule, rests: range, *counts: range) -> dict[Output, list[Table]]:
    """Every place there can be, by the report it gets."""
    found = defaultdict(list)
    for table in product(rests, *counts):
        found[told(rule, table)].append(table)
    return found


def proven(tables: Sequence[Table], output: Output) -> list[int]:
    """The groups that are not shown and that cannot be empty, or can be only one number; 0 is those in no part."""
    caught = []
    for place, possible in enumerate(map(set, zip(*tables, strict=True))):
        shown = output[1][place - 1] if place else None
        small = possible & set(range(1, STEP))
        if shown is None and small and (0 not in possible or len(possible) == 1):
            caught.append(place)
    return caught


class Contradiction(Exception):
    """No place could have got this report without a number having given way, which tells that one has."""


def bounds(
    shown: Mapping[Hashable, int | None],
    splits: Iterable[Split],
    orders: Iterable[tuple[Hashable, Hashable]],
    rests: Mapping[Hashable, int],
) -> dict[Hashable, tuple[int, int]]:
    """What every number must be between, worked out again and again from all that must hold between them."""
    low = {key: count or 0 for key, count in shown.items()}
    high = {key: (count or 0) + LOST for key, count in shown.items()}
    splits, orders = list(splits), list(orders)
    before = None
    while before != (low, high):
        before = (dict(low), dict(high))
        for below, above in orders:
            low[above] = max(low[above], low[below])
            high[below] = min(high[below], high[above])
        for split in splits:
            _narrow(split, low, high, rests.get((split.total, split.parts), 0))
        if any(low[key] > high[key] for key in shown):
            raise Contradiction([key for key in shown if low[key] > high[key]])
    return {key: (low[key], high[key]) for key in shown}


def _narrow(split: Split, low: dict, high: dict, rest: int) -> None:
    # Nobody tells how many are in no part; but that there are none at all may be known.
    most = sum(high[part] for part in split.parts)
    for part in split.parts if not rest else ():
        low[part] = max(low[part], low[split.total] - (most - high[part]))
    if not split.overlap:
        least = sum(low[part] for part in split.parts)
        low[split.total] = max(low[split.total], least)
        for part in split.parts:
            high[part] = min(high[part], high[split.total] - (least - low[part]))
    if not rest:
        high[split.total] = min(high[split.total], most)


def at_least_outside(split: Split, found: Mapping[Hashable, tuple[int, int]]) -> int:
    """How many must be in no part."""
    return found[split.total][0] - sum(found[part][1] for part in split.parts)
