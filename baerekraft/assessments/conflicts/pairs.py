"""Two goals of the case that pull apart: the first gains what the second pays for."""

from collections.abc import Collection, Mapping
from itertools import chain

from baerekraft.assessments.conflicts import marks as marking
from baerekraft.assessments.conflicts.marks import Mark, Side

Pair = tuple[int, int]

# From medium against large and up: told even where both goals have been heard before.
STRONG = 6


def apart(marks: tuple[Mark, ...], *, also: Collection[Pair] = ()) -> dict[Pair, int]:
    """Every pair with how strong it is: the gain's size times the harm's. `also` are known to pull apart anyhow."""
    gains, harms = marking.gains(marks), marking.harms(marks)
    found = {
        (gaining, harmed): strength
        for gaining, gain in gains.items()
        for harmed, harm in harms.items()
        if gaining != harmed and (strength := _strength(gain, harm))
    }
    for gaining, harmed in also:
        found.setdefault((gaining, harmed), gains[gaining].most * harms[harmed].most)
    return found


def _strength(gain: Side, harm: Side) -> int:
    """0 where one single judgement says both, as of a broad target of another set: that is no pull between goals."""
    return max((a * b for a, at in gain.says for b, there in harm.says if at != there), default=0)


def strongest(apart: Mapping[Pair, int], explained: Collection[Pair], at_most: int) -> list[Pair]:
    """The pairs worth asking about: each goal is heard once before any is heard again, the strongest pairs first.

    When every goal has been heard, only strong pairs are left worth it: eight goals against nine are 72 questions that
    nobody would read. Among equals, a pair that is known to pull apart; at last the goals' numbers.
    """
    left = sorted(apart, key=lambda pair: (-apart[pair], pair not in explained, pair))
    heard = dict.fromkeys(chain.from_iterable(left), 0)
    chosen: list[Pair] = []
    while left and len(chosen) < at_most:
        pair = min(left, key=lambda pair: heard[pair[0]] + heard[pair[1]])
        chosen.append(pair)
        for goal in set(pair):
            heard[goal] += 1
        left = [
            other
            for other in left
            if other != pair and (apart[other] >= STRONG or not (heard[other[0]] and heard[other[1]]))
        ]
    return chosen
