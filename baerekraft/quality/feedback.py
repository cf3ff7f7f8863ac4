"""Exercises that teach little: feedback that says nothing, and a right answer that gives itself away."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.catalog.document import ExerciseBlock, LessonDocument
from baerekraft.quality import passages
from baerekraft.quality.hint import Hint, Kind, Weight

LISTS = ("options", "statements", "items", "pairs", "choices")
FEW = 6  # words
LONGER = 1.3  # times the longest wrong one


def weak(document: LessonDocument) -> Iterator[Hint]:
    for number, block in passages.numbered(document):
        if isinstance(block, ExerciseBlock):
            yield from _exercise(block, number)


def _exercise(block: ExerciseBlock, number: int) -> Iterator[Hint]:
    exercise: Any = block.exercise
    place = passages.place_of(block, number)
    for name in LISTS:
        items = getattr(exercise, name, ())
        yield from _items(block, number, name, items)
        if name == "options" and (quote := giveaway(items)):
            what = _(
                "The right answer is longer than the others, and can be guessed from that. Make them alike."
            )
            yield Hint.at(place, Kind.FEEDBACK, what, Weight.SHOULD, quote)
    if short(getattr(exercise, "feedback", None)):
        what = _("The feedback is very short. Say why, and what to take along.")
        yield Hint.at(place, Kind.FEEDBACK, what, Weight.SHOULD, exercise.feedback)


def _items(block: ExerciseBlock, number: int, name: str, items: Sequence[Any]) -> Iterator[Hint]:
    told = [item.feedback for item in items if hasattr(item, "feedback")]
    if len(told) > 1 and all(one.strip() == other.strip() for one, other in pairwise(told)):
        what = _(
            "Every answer gets the same feedback. Say to each what is right in the thought and what it misses."
        )
        yield Hint.at(passages.place_of(block, number), Kind.FEEDBACK, what, Weight.SHOULD, told[0])
        return
    for at, feedback in enumerate(told):
        if short(feedback):
            what = _("The feedback is very short. Say why: what is right in the thought, and what it misses.")
            yield Hint.at(
                passages.place_of(block, number, name, at, ""), Kind.FEEDBACK, what, Weight.SHOULD, feedback
            )


def short(feedback: str | None) -> bool:
    return feedback is not None and len(feedback.split()) < FEW


def giveaway(options: Sequence[Any]) -> str:
    """The right option when its length tells that it is right, else nothing. Polls have options without right and wrong."""
    right = [option.text for option in options if getattr(option, "correct", False)]
    wrong = [option.text for option in options if not getattr(option, "correct", True)]
    if not right or not wrong:
        return ""
    shortest, longest = min(right, key=len), max(map(len, wrong))
    return shortest if len(shortest) > LONGER * longest and len(shortest) - longest > 15 else ""
