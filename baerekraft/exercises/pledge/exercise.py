"""Pledge: choose a concrete step, and be asked about it after 30 days."""

from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Line, Words

LONGEST = 300
OWN = "own"


class Answer(document.Answer):
    """`step` is a step's key, or "own" with the learner's words in `text`."""

    step: str
    text: Annotated[Words, Field(max_length=LONGEST)] = ""


class Pledge(Exercise):
    answer_type = Answer
    seconds = 20
    graded: ClassVar[bool] = False
    private: ClassVar[bool] = True
    kind: Literal["pledge"] = "pledge"
    counts: bool = False
    steps: Annotated[tuple[Line, ...], Field(min_length=2, max_length=6)]
    feedback: Feedback

    def check(self, answer: Answer) -> None:
        if answer.step == OWN and answer.text.strip():
            return
        if answer.step == OWN:
            raise BadAnswer(_("Write your own step, or choose one from the list."))
        if answer.step not in document.keys(self.steps):
            raise BadAnswer(_("Choose a step first."))

    def words(self, answer: Answer) -> str:
        """The promise as the learner would say it."""
        return answer.text.strip() if answer.step == OWN else dict(document.keyed(self.steps))[answer.step]

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.steps)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"step": form.get("step", ""), "text": form.get("text", "").strip()}
