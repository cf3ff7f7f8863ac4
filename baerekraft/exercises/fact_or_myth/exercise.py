"""Fact or myth: a verdict on each statement."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line


class Statement(Frozen):
    text: Line
    fact: bool
    feedback: Feedback


class Answer(document.Answer):
    verdicts: dict[str, Literal["fact", "myth"]]


class FactOrMyth(Exercise):
    answer_type = Answer
    seconds = 40
    kind: Literal["fact_or_myth"] = "fact_or_myth"
    statements: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=6)]

    def check(self, answer: Answer) -> None:
        if set(answer.verdicts) != document.keys(self.statements):
            raise BadAnswer(_("Choose fact or myth for each statement."))

    def grade(self, answer: Answer) -> float:
        """The share of statements judged rightly."""
        hits = sum(
            statement.fact == (answer.verdicts[key] == "fact")
            for key, statement in document.keyed(self.statements)
        )
        return hits / len(self.statements)

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.statements)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"verdicts": document.lines_of(form, "verdict", self.statements)}
