"""Reflection: a thought of the learner's own, kept for the learner alone."""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Words

LONGEST = 4000


class Answer(document.Answer):
    text: Annotated[Words, Field(max_length=LONGEST)]


class Reflection(Exercise):
    """`feedback` says what to do with the answer."""

    answer_type = Answer
    seconds = 40
    graded: ClassVar[bool] = False
    private: ClassVar[bool] = True
    kind: Literal["reflection"] = "reflection"
    counts: bool = False
    feedback: Feedback

    def read(self, raw: Any) -> Answer:
        if isinstance(raw, dict) and isinstance(raw.get("text"), str) and len(raw["text"]) > LONGEST:
            raise BadAnswer(_("The text is too long. Use no more than %(n)d characters.") % {"n": LONGEST})
        return super().read(raw)

    def check(self, answer: Answer) -> None:
        if not answer.text.strip():
            raise BadAnswer(_("Write a few words first."))

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"text": form.get("text", "")}
