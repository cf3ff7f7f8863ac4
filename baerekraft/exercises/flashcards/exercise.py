"""Flashcards: recall what a word means, turn the card, and say whether you knew."""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line


class Card(Frozen):
    front: Line
    back: Feedback


class Answer(document.Answer):
    """`known` maps each card's key to whether the learner knew it."""

    known: dict[str, Literal["yes", "no"]]


class Flashcards(Exercise):
    answer_type = Answer
    seconds = 45
    graded: ClassVar[bool] = False
    kind: Literal["flashcards"] = "flashcards"
    cards: Annotated[tuple[Card, ...], Field(min_length=3, max_length=8)]
    feedback: Feedback

    def check(self, answer: Answer) -> None:
        if set(answer.known) != document.keys(self.cards):
            raise BadAnswer(_("Turn each card and say whether you knew it."))

    def shown(self, answer: Any) -> dict[str, Any]:
        known = answer.known if answer else {}
        return {"keyed": document.keyed(self.cards), "known": sum(word == "yes" for word in known.values())}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"known": document.lines_of(form, "known", self.cards)}
