"""Multiple choice: some options are right, and each says why."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Option, Pick, Unfit


class Answer(document.Answer):
    choices: Annotated[tuple[str, ...], Field(max_length=8)]


class MultipleChoice(Exercise):
    answer_type = Answer
    seconds = 35
    kind: Literal["multiple_choice"] = "multiple_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def some_are_right(self) -> "MultipleChoice":
        if not 1 <= sum(option.correct for option in self.options) < len(self.options):
            raise Unfit(gettext_noop("at least one option must be correct, and at least one must not be"))
        return self

    def check(self, answer: Answer) -> None:
        if not answer.choices or not set(answer.choices) <= document.keys(self.options):
            raise BadAnswer(_("Choose at least one of the options."))

    def grade(self, answer: Answer) -> float:
        """The share of options that were rightly ticked or rightly left alone."""
        chosen = set(answer.choices)
        hits = sum(option.correct == (key in chosen) for key, option in document.keyed(self.options))
        return hits / len(self.options)

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(Pick(key, option.text, option.correct) for key, option in document.keyed(self.options))

    def picked(self, answer: Answer) -> Iterable[str]:
        return set(answer.choices)

    def shown(self, answer: Any) -> dict[str, Any]:
        return {"keyed": document.keyed(self.options)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"choices": form.getlist("choices")}
