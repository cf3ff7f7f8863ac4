"""Estimate: guess a figure, then see the real one."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import (
    BadAnswer,
    Exercise,
    Feedback,
    Found,
    IndicatorSlug,
    Line,
    Pick,
    Place,
    Unfit,
    Year,
    absent,
)


class Answer(document.Answer):
    guess: Annotated[float, Field(allow_inf_nan=False)]


class Estimate(Exercise):
    """`minimum`, `maximum`, `step`, `value` and `tolerance` are in `unit`.

    The value can be an indicator's in a `place`, in that `year` or the newest; then it is taken when the lesson is
    published, and `found` tells where it came from.
    """

    answer_type = Answer
    seconds = 25
    kind: Literal["estimate"] = "estimate"
    unit: Line
    minimum: float
    maximum: float
    step: Annotated[float, Field(gt=0)] = 1
    value: float | None = None
    tolerance: Annotated[float, Field(ge=0)] = 0
    feedback: Feedback
    indicator: IndicatorSlug = ""
    place: Place = ""
    year: Year = None
    found: Found | None = Field(default=None, exclude_if=absent)

    @model_validator(mode="after")
    def has_a_value(self) -> "Estimate":
        if bool(self.indicator) != bool(self.place):
            raise Unfit(gettext_noop("an indicator needs a place, and a place an indicator"))
        if not self.found and (self.value is None) != bool(self.indicator):
            raise Unfit(
                gettext_noop("an estimate has either a value of its own or an indicator to take it from")
            )
        if self.value is not None and not self.minimum < self.value < self.maximum:
            raise Unfit(gettext_noop("the value must lie between minimum and maximum"), at=("value",))
        return self

    @property
    def cited(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.sources, self.found.source))) if self.found else self.sources

    @property
    def real(self) -> float:
        """The value, also where it was taken from an indicator. What is published has one."""
        if self.value is None:
            raise ValueError(f"the value of «{self.id}» has not been taken from {self.indicator} yet")
        return self.value

    @property
    def untaken(self) -> "Estimate":
        return self.model_copy(update={"value": None, "found": None}) if self.found else self

    def check(self, answer: Answer) -> None:
        if not self.minimum <= answer.guess <= self.maximum:
            raise BadAnswer(
                _("Guess a number from %(low)g to %(high)g.") % {"low": self.minimum, "high": self.maximum}
            )

    def grade(self, answer: Answer) -> float:
        """1 within the tolerance, falling to 0 at the far end of the scale."""
        miss = max(0.0, abs(answer.guess - self.real) - self.tolerance)
        reach = max(self.maximum - self.real, self.real - self.minimum) - self.tolerance
        return max(0.0, 1 - miss / reach) if reach > 0 else 1.0

    @property
    def picks(self) -> tuple[Pick, ...]:
        return (
            Pick("low", _("Too low"), False),
            Pick("near", _("Near enough"), True),
            Pick("high", _("Too high"), False),
        )

    def picked(self, answer: Answer) -> Iterable[str]:
        if abs(answer.guess - self.real) <= self.tolerance:
            return ("near",)
        return ("low" if answer.guess < self.real else "high",)

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"guess": form.get("guess", "").replace(",", ".").replace("\xa0", "").replace(" ", "")}
