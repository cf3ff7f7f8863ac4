"""What may be shown of a number of people: rounded(), parts(), settle(), of_group(), curve(), shares().

**The promise.** Whoever knows every number that is shown anywhere, today and on earlier days, and all these rules, cannot
prove that there is anybody at all in a group that is not shown, and so not tell one to four people from nobody.

**How it is kept.**

1. Every count is rounded down to a multiple of five. Nought to four is not shown, and looks like nobody.
2. That could still be undone by a total: of 13 people, 9 in one group and 4 in the other, «10» and «5» would tell that the
   other group is not empty, since 10 less 9, the most that a shown 5 can be, leaves somebody. Then it is **the total that
   gives way**: it is shown as 5. It is never more than the shown parts and the rounding of all parts but one can make up.
3. A total is shown in several tables, and each of them must be able to be the whole truth. `settle` therefore lowers
   numbers, five at a time, until all of them agree at once: no part above its total, no lesson above its course part, and
   no total above what its parts allow.

**Why that holds.** Take any report and any group in it that is not shown. Think of another place, where that group is empty
and the rounding of the other groups is such that it makes up for it; by 2 there is room for it. That place would have got
the very same report, for the numbers already agree and nothing more would be lowered. So the report cannot tell the two
apart. A number that is shown is only known to be that number or a little more.

**Why not hide one more group instead?** Because it tells. Where a second group is hidden only when the first one could
otherwise be worked out, the hiding itself says that it could. A total that is one step lower says nothing of the kind: it is
also what a place with fewer people shows.

**Over time** all of this grows with the counts, so that yesterday's report is never above today's, and people who leave or are
erased stay in what they have added.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import Any

STEP = 5
# What rounding takes away from a number, at the most.
LOST = STEP - 1
ENOUGH = 20


class Nearly(Enum):
    """Fewer than five of a known group are missing, perhaps none."""

    ALL = "almost-all"


ALMOST_ALL = Nearly.ALL


@dataclass(frozen=True)
class Split[Key: Hashable]:
    """A total and its parts. Where they `overlap`, they leave out nobody.

    Else `rest` is how many are in no part; what is left of the true counts, where it is not told.
    """

    total: Key
    parts: tuple[Key, ...]
    overlap: bool = False
    rest: int | None = None


def down(count: int) -> int:
    """The multiple of five at or below."""
    return max(0, count - count % STEP)


def rounded(count: int) -> int | None:
    return down(count) or None


def parts[Key: Hashable](total: int, counts: Mapping[Key, int]) -> tuple[int | None, dict[Key, int | None]]:
    """A total and its parts as they may be shown together. Those in no part are a part that is never shown."""
    cells: dict[Hashable, int] = {("part", key): count for key, count in counts.items()}
    shown = settle({"total": total} | cells, [Split("total", tuple(cells))])
    return shown["total"], {key: shown["part", key] for key in counts}


def cover[Key: Hashable](total: int, counts: Mapping[Key, int]) -> tuple[int | None, dict[Key, int | None]]:
    """The same of parts that overlap, such as lessons: everyone in the total is in one of them, or in several."""
    cells: dict[Hashable, int] = {("part", key): count for key, count in counts.items()}
    split = Split("total", tuple(cells), overlap=True)
    shown = settle({"total": total} | cells, [split], [(cell, "total") for cell in cells])
    return shown["total"], {key: shown["part", key] for key in counts}


def settle[Key: Hashable](
    counts: Mapping[Key, int],
    splits: Iterable[Split[Key]],
    orders: Iterable[tuple[Key, Key]] = (),
) -> dict[Key, int | None]:
    """All numbers of a report at once. Each of `orders` is a number and another that it cannot be more than.

    A number that is not among the counts is nought. An order that the counts themselves break, as when a lesson is newer
    than its part's completions, is none. Nothing is ever raised, so that it comes to an end.
    """
    true: dict[Any, int] = dict(counts)
    shown = {key: down(count) for key, count in true.items()}
    chains = [(low, high) for low, high in orders if shown.get(low) and true[low] <= true.get(high, 0)]
    wholes = [
        (split, _rest(split, true))
        for split in splits
        if shown.get(split.total) or any(shown.get(part) for part in split.parts)
    ]
    before: dict[Hashable, int] = {}
    while before != shown:
        before = dict(shown)
        for low, high in chains:
            shown[low] = min(shown[low], shown.get(high, 0))
        for split, rest in wholes:
            total = min(shown.get(split.total, 0), _most(split, shown, rest))
            shown |= {split.total: total} if split.total in shown else {}
            _fit(split, shown, total)
    return {key: shown[key] or None for key in counts}


def of_group(count: int, size: int) -> int | Nearly | None:
    """How many of a group whose size everyone knows: those who are missing are a group too."""
    if count < STEP:
        return None
    return ALMOST_ALL if size - count < STEP else down(count)


def curve(cumulative: Iterable[int]) -> list[int | None]:
    """A sum that grows, as it may be shown at each point: it never falls, and each point is rounded by itself."""
    return [rounded(count) for count in accumulate(cumulative, max)]


def shares(counts: Sequence[int], enough: int = ENOUGH) -> list[int | None] | None:
    """Per cent to the nearest five, of what may be shown of the counts; nothing where that is not enough.

    Of the true counts, one of twenty people would be 5 %, and so a group of exactly one.
    """
    shown = [down(count) for count in counts]
    total = sum(shown)
    if total < enough:
        return None
    return [STEP * round(100 * count / total / STEP) or None for count in shown]


def _rest(split: Split[Any], true: Mapping[Hashable, int]) -> int:
    """How many of the total are in no part."""
    if split.overlap or split.rest is not None:
        return split.rest or 0
    return max(0, true.get(split.total, 0) - sum(true.get(part, 0) for part in split.parts))


def _most(split: Split[Any], shown: Mapping[Hashable, int], rest: int) -> int:
    """The highest total with which any part that is not shown, and those in no part, could be nobody."""
    seen = [shown.get(part, 0) for part in split.parts]
    hidden, few = not all(seen), rest < STEP and not split.overlap
    if not seen or not (hidden or few):
        return shown.get(split.total, 0)
    # Of all the parts that could make up for one that is nobody, that one itself cannot.
    groups = len(seen) + (not split.overlap) - 1 - (hidden and few)
    return sum(seen) + down(rest) + down(LOST * groups)


def _fit(split: Split[Any], shown: dict[Hashable, int], total: int) -> None:
    """Lower the largest parts until together, or each where they overlap, they are no more than their total."""
    seen = {part: shown[part] for part in split.parts if shown.get(part)}
    for part in seen:
        shown[part] = seen[part] = min(seen[part], total)
    over = 0 if split.overlap else sum(seen.values()) - total
    while over > 0:
        largest = max(seen, key=lambda part: seen[part])
        seen[largest] -= STEP
        shown[largest] -= STEP
        over -= STEP
