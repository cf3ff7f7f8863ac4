"""Single choice: one option is right, and each says why."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Option, Pick, Unfit


class Answer(document.Answer):
    choice: str


class SingleChoice(Exercise):
    answer_type = Answer
    kind: Literal["single_choice"] = "single_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]

    @model_validator(mode="after")
    def one_is_right(self) -> "SingleChoice":
        if sum(option.correct for option in self.options) != 1:
            raise Unfit(gettext_noop("exactly one option must be marked as correct"))
        return self

    def check(self, answer: Answer) -> None:
        if answer.choice not in document.keys(self.options):
            raise BadAnswer(_("Choose one of the options."))

    def grade(self, answer: Answer) -> float:
        return float(dict(document.keyed(self.options))[answer.choice].correct)

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(Pick(key, option.text, option.correct) for key, option in document.keyed(self.options))

    def picked(self, answer: Answer) -> Iterable[str]:
        return (answer.choice,)

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.options)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"choice": form.get("choice", "")}
