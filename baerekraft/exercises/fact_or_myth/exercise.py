"""Fact or myth: a verdict on each statement."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line, Pick


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

    @property
    def picks(self) -> tuple[Pick, ...]:
        verdicts = (("fact", _("Fact")), ("myth", _("Myth")))
        return tuple(
            Pick(f"{key}:{verdict}", f"{statement.text} → {said}", statement.fact == (verdict == "fact"))
            for key, statement in document.keyed(self.statements)
            for verdict, said in verdicts
        )

    def picked(self, answer: Answer) -> Iterable[str]:
        return (f"{key}:{verdict}" for key, verdict in answer.verdicts.items())

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.statements)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"verdicts": document.lines_of(form, "verdict", self.statements)}
