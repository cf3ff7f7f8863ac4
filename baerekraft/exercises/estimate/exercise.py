"""Estimate: guess a figure, then see the real one."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Line


class Answer(document.Answer):
    guess: Annotated[float, Field(allow_inf_nan=False)]


class Estimate(Exercise):
    """`minimum`, `maximum`, `step`, `value` and `tolerance` are in `unit`."""

    answer_type = Answer
    seconds = 25
    kind: Literal["estimate"] = "estimate"
    unit: Line
    minimum: float
    maximum: float
    step: Annotated[float, Field(gt=0)] = 1
    value: float
    tolerance: Annotated[float, Field(ge=0)] = 0
    feedback: Feedback

    @model_validator(mode="after")
    def value_in_range(self) -> "Estimate":
        if not self.minimum < self.value < self.maximum:
            raise ValueError("the value must lie between minimum and maximum")
        return self

    def check(self, answer: Answer) -> None:
        if not self.minimum <= answer.guess <= self.maximum:
            raise BadAnswer(
                _("Guess a number from %(low)g to %(high)g.") % {"low": self.minimum, "high": self.maximum}
            )

    def grade(self, answer: Answer) -> float:
        """1 within the tolerance, falling to 0 at the far end of the scale."""
        miss = max(0.0, abs(answer.guess - self.value) - self.tolerance)
        reach = max(self.maximum - self.value, self.value - self.minimum) - self.tolerance
        return max(0.0, 1 - miss / reach) if reach > 0 else 1.0

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"guess": form.get("guess", "").replace(",", ".").replace("\xa0", "").replace(" ", "")}
