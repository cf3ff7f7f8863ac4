"""Where goals of the case pull apart: what the conflict step asks the author about, and what the report tells."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, zip_longest
from typing import Literal

from django.utils.translation import gettext as _

from baerekraft.assessments import sets
from baerekraft.assessments.conflicts import marks as marking
from baerekraft.assessments.conflicts import pairs
from baerekraft.assessments.conflicts.marks import Mark, goal_of
from baerekraft.assessments.conflicts.pairs import Pair
from baerekraft.assessments.document import Conflict, Document, Measure
from baerekraft.sdg import conflicts as interactions
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Asks, Effect, Finding, Interaction

# Shown at once; never more than this many open ones.
FIRST, MOST = 5, 12
NOTHING = Conflict()


@dataclass(frozen=True)
class Found:
    """A conflict that the case has or may have, with the author's word on it.

    `gains` and `harmed` are numbers of goals `11` or targets `11.3`, or empty where the author has not told.
    `by_goal` tells that her mark was on the goal, and so only may mean the target. `follows` tells of harm that brings
    more harm: what stands in `gains` is then harmed too, and may take `harmed` with it.
    `stale` tells that she has said something about it, but that what she has marked no longer points to it.
    """

    id: str
    origin: Literal["opposed", "known", "own"]
    asks: Asks | None
    gains: str
    harmed: str
    interaction: Interaction | None = None
    said: Conflict = NOTHING
    measures: tuple[tuple[str, Measure], ...] = ()
    by_goal: bool = False
    follows: bool = False
    stale: bool = False

    @property
    def goals(self) -> tuple[int, int]:
        """The one that gains and the one that is harmed; 0 where the author has not told."""
        return (
            goal_of(self.gains) if self.gains else 0,
            goal_of(self.harmed) if self.harmed else 0,
        )

    @property
    def answered(self) -> bool:
        return self.said.state != ""

    @property
    def confirmed(self) -> bool:
        return self.said.state == "confirmed"

    @property
    def title(self) -> str:
        if self.origin == "own":
            return self.said.title or self._pair() or _("A conflict without a title")
        if self.interaction is None or self.origin == "opposed":
            return self._pair()
        topic = str(self.interaction.topic)
        return _("%(topic)s: %(pair)s") % {"topic": topic[:1].upper() + topic[1:], "pair": self._pair()}

    @property
    def question(self) -> str:
        """What the author is asked, in a sentence or two; empty for what she has told herself."""
        if self.origin == "own":
            return ""
        if self.stale:
            return _("What you have marked no longer points to this conflict. Your answer is kept.")
        side = str(goal_of(self.gains)) if self.by_goal else self.gains
        return _questions(self) % {"gains": side, "harmed": self.harmed}

    def _pair(self) -> str:
        if not (self.gains and self.harmed):
            return _named(self.gains or self.harmed)
        sides = {"gains": _named(self.gains), "harmed": _named(self.harmed)}
        if self.follows:
            return _("%(gains)s and %(harmed)s") % sides
        return _("%(gains)s against %(harmed)s") % sides


def _named(number: str) -> str:
    """A goal by number and name; a target by its number, for its name is a long sentence."""
    return f"{number} {goals.get(int(number)).short}" if number.isdigit() else number


def _questions(found: Found) -> str:
    if found.asks is Asks.BLIND_SPOT and found.follows:
        return _("The case harms %(gains)s. Have you looked at whether that also harms %(harmed)s?")
    if found.asks is Asks.BLIND_SPOT:
        return _("The case is good for %(gains)s. Have you looked at what it does to %(harmed)s?")
    if found.asks is Asks.DOUBT and found.follows:
        return _(
            "The case harms %(gains)s. Harm to %(harmed)s often follows, but you saw none. Is that right?"
        )
    if found.asks is Asks.DOUBT:
        return _(
            "The case is good for %(gains)s. That often harms %(harmed)s, but you saw no harm. Is that right?"
        )
    return _("The case is good for %(gains)s and harms %(harmed)s. Do the two pull against each other here?")


def found(document: Document, known: sets.Sets, at_most: int = MOST) -> tuple[Found, ...]:
    """The conflicts that the marks of the proposed alternative point to, and those the author has spoken of.

    The order, and why:
    1. What she has marked on both sides and what she may have overlooked take turns, so that the first five hold some
       of each (see `pairs.strongest` and `sdg.conflicts.between`). Two goals that pull apart for a reason that is
       known are told once, by the known interaction.
    2. Then further reasons why the same two goals pull apart, and doubts: harm that is known elsewhere, where she saw
       none.
    3. Of these, the first `at_most`. What she has answered keeps its place among them, so that nothing moves under
       her hands, and it lets no new one in: when she has been through the list, she is done.
    4. Then what else she has spoken of: as ranked, then what her marks no longer point to, then her own as she made
       them.
    What is open in a shorter list is what a longer one begins with.
    """
    ranked, apart = _ranked(marking.made(document, known))
    shown = ranked[: max(0, at_most)]
    left = {one.id: one for one in ranked[max(0, at_most) :]}
    spoken_of = _spoken_of(document) - {one.id for one in shown}
    rest = [one for id, one in left.items() if id in spoken_of]
    others = [_opposed(pair) for pair in sorted(apart) if _id(pair) in spoken_of - left.keys()]
    gone = spoken_of - left.keys() - {one.id for one in others}
    kept = (*shown, *rest, *others, *map(_gone, sorted(gone, key=_age)))
    return tuple(_with_words(one, document) for one in kept)


def opportunities(document: Document, known: sets.Sets, at_most: int = 3) -> tuple[Finding, ...]:
    """Good that is known to follow from what was marked, and that nobody has looked for."""
    everything = _findings(marking.effects(marking.made(document, known)))
    told = [one for one in everything if one.asks is Asks.OPPORTUNITY and not one.inferred]
    return tuple(told[: max(0, at_most)])


def _findings(effects: dict[str, Effect]) -> tuple[Finding, ...]:
    return interactions.between(effects, len(interactions.known()))


def _ranked(marks: tuple[Mark, ...]) -> tuple[list[Found], Collection[Pair]]:
    """What the marks point to in order, and all pairs of goals that pull apart, told or not."""
    effects = marking.effects(marks)
    findings = [one for one in _findings(effects) if one.asks is not Asks.OPPORTUNITY]
    asked = {one.interaction.id: _known(one, effects) for one in findings}
    explained = _explained([(one, asked[one.interaction.id]) for one in findings])
    apart = pairs.apart(marks, also=explained)
    seen = [explained.get(pair) or _opposed(pair) for pair in pairs.strongest(apart, explained, MOST)]
    told = {one.id for one in seen}
    left = [one for id, one in asked.items() if id not in told]
    again = [one for one in left if explained.get(one.goals, one) is not one and one.asks is Asks.CONFLICT]
    doubts = [one for one in left if one.asks is Asks.DOUBT]
    overlooked = [one for one in left if one not in again and one not in doubts]
    return [*_in_turn(seen, overlooked), *again, *doubts], apart


def _explained(asked: list[tuple[Finding, Found]]) -> dict[Pair, Found]:
    """Why two goals pull apart: what a source says goes before what is inferred from it."""
    found: dict[Pair, Found] = {}
    for finding, one in sorted(asked, key=lambda item: item[0].inferred):
        if finding.asks is Asks.CONFLICT:
            found.setdefault(one.goals, one)
    return found


def _in_turn(some: Sequence[Found], others: Sequence[Found]) -> Iterator[Found]:
    return (one for one in chain.from_iterable(zip_longest(some, others)) if one is not None)


def _known(finding: Finding, effects: dict[str, Effect]) -> Found:
    gains, harmed = finding.seen, finding.other
    if finding.asks is Asks.CONFLICT:
        good_here = 1 in _effect(gains, effects).signs and -1 in _effect(harmed, effects).signs
        gains, harmed = (gains, harmed) if good_here else (harmed, gains)
    return Found(
        id=finding.interaction.id,
        origin="known",
        asks=finding.asks,
        gains=gains,
        harmed=harmed,
        interaction=finding.interaction,
        by_goal=gains not in effects,
        follows=finding.interaction.sign > 0,
    )


def _effect(number: str, effects: dict[str, Effect]) -> Effect:
    """What was said of a target, or of its goal."""
    return effects.get(number) or effects[str(goal_of(number))]


def _id(pair: Pair) -> str:
    return f"{pair[0]}-{pair[1]}"


def _opposed(pair: Pair) -> Found:
    """A known interaction that is neither good nor bad explains nothing, but it is worth reading beside the pair."""
    gains, harmed = map(str, pair)
    return Found(_id(pair), "opposed", None, gains, harmed, _beside().get(pair))


@cache
def _beside() -> dict[Pair, Interaction]:
    return {(goal_of(one.from_), goal_of(one.to)): one for one in interactions.known() if not one.sign}


def _gone(id: str) -> Found:
    """What the author has told herself, or has answered though her marks no longer point to it."""
    gains, _hyphen, harmed = id.partition("-")
    if gains == "own" or not {goal_of(gains), goal_of(harmed)} <= set(goals.NUMBERS):
        return Found(id, "own", None, "", "")
    interaction = next((one for one in interactions.known() if one.id == id), None)
    origin: Literal["known", "opposed"] = "known" if "." in id else "opposed"
    return Found(id, origin, None, gains, harmed, interaction, stale=True)


def _age(id: str) -> tuple[bool, str]:
    return id.startswith("own-"), id


def _spoken_of(document: Document) -> set[str]:
    """The conflicts that the author has answered, commented on, or met with a measure."""
    said = {id for id, word in document.conflicts.items() if _says_something(id, word)}
    return said | {measure.about for measure in document.measures.values() if measure.about}


def _says_something(id: str, word: Conflict) -> bool:
    """The form for one of her own sends its answer along even when nothing is written in it."""
    if id.startswith("own-"):
        return bool(word.title or word.comment or word.gains or word.harmed)
    return word != NOTHING


def _with_words(one: Found, document: Document) -> Found:
    said = document.conflicts.get(one.id, one.said)
    measures = tuple(_about(one.id, document.measures.items()))
    if one.origin == "own":
        return replace(one, said=said, measures=measures, gains=said.gains, harmed=said.harmed)
    return replace(one, said=said, measures=measures)


def _about(id: str, measures: Iterable[tuple[str, Measure]]) -> Iterator[tuple[str, Measure]]:
    return (item for item in sorted(measures, key=lambda item: item[0]) if item[1].about == id)
