"""What the proposed alternative does to the UN's goals and targets, whichever set of targets it was judged by."""

from dataclasses import dataclass

from baerekraft.assessments import sets
from baerekraft.assessments.document import Document, Judgement
from baerekraft.sdg.conflicts import Effect

# A size that was not told is neither the least nor the most.
WEIGHT = {"": 2, "small": 1, "medium": 2, "large": 3}


@dataclass(frozen=True)
class Mark:
    """A judgement with an effect, for one of the UN's goals `13` or targets `13.2`; `place` is where it was made."""

    place: str
    number: str
    judgement: Judgement

    @property
    def effect(self) -> Effect:
        return Effect(self.judgement.effect)

    @property
    def goal(self) -> int:
        return goal_of(self.number)

    @property
    def own(self) -> bool:
        """Whether it was made on the very goal or target, and not on another set's that is part of it."""
        return self.place.rpartition(":")[2] == self.number


@dataclass(frozen=True)
class Side:
    """How much a goal gains, or is harmed: the two judgements that say most, as weight and place."""

    says: tuple[tuple[int, str], ...]

    @property
    def most(self) -> int:
        return self.says[0][0]


def goal_of(number: str) -> int:
    return int(number.partition(".")[0])


def made(document: Document, known: sets.Sets) -> tuple[Mark, ...]:
    """All that have an effect, in an order that does not depend on when they were made."""
    found = [Mark(number, number, said) for number, said in document.main.goals.items() if said.effect]
    for identity, said in document.main.targets.items():
        if said.effect:
            found += [Mark(identity, number, said) for number in sets.un(identity, known)]
    return tuple(sorted(found, key=lambda mark: (mark.place, mark.number)))


def effects(marks: tuple[Mark, ...]) -> dict[str, Effect]:
    """By the UN's number. What was said of the very target goes before what another set's target implies."""
    by_number: dict[str, list[Mark]] = {}
    for mark in marks:
        by_number.setdefault(mark.number, []).append(mark)
    return {
        number: together([mark.effect for mark in some if mark.own] or [mark.effect for mark in some])
        for number, some in by_number.items()
    }


def together(effects: list[Effect]) -> Effect:
    if len(effects) == 1:
        return effects[0]
    signs = {sign for effect in effects for sign in effect.signs}
    if len(signs) == 2:
        return Effect.BOTH
    if signs:
        return Effect.POSITIVE if 1 in signs else Effect.NEGATIVE
    return Effect.UNKNOWN if Effect.UNKNOWN in effects else Effect.NONE


def gains(marks: tuple[Mark, ...]) -> dict[int, Side]:
    """The goals that gain, themselves or by a target."""
    return _sides(
        [(mark.goal, WEIGHT[mark.judgement.gain], mark.place) for mark in marks if 1 in mark.effect.signs]
    )


def harms(marks: tuple[Mark, ...]) -> dict[int, Side]:
    """The goals that are harmed, themselves or by a target."""
    return _sides(
        [(mark.goal, WEIGHT[mark.judgement.harm], mark.place) for mark in marks if -1 in mark.effect.signs]
    )


def _sides(said: list[tuple[int, int, str]]) -> dict[int, Side]:
    # One target of a broad set can reach many targets of one goal; it still says one thing.
    by_goal: dict[int, dict[str, int]] = {}
    for goal, weight, place in said:
        by_goal.setdefault(goal, {})[place] = weight
    return {
        goal: Side(tuple(sorted(((weight, place) for place, weight in some.items()), reverse=True)[:2]))
        for goal, some in by_goal.items()
    }
