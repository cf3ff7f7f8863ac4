"""Numbers as people write them, and the scale that a question with a number is guessed on."""

import math
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baerekraft.importing.questions import Question
from baerekraft.sheets.spreadsheets import shown

NUMBER = re.compile(r"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?$")


def number(text: str) -> float | None:
    """None when it is no number: 1 234,5 and 1234.5 are the same."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text[:60]).replace("\u2212", "-")
    if not NUMBER.match(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


@dataclass(frozen=True)
class Guess:
    """The number to guess; None for an end of the scale that the file does not tell."""

    value: float
    tolerance: float = 0
    unit: str = ""
    low: float | None = None
    high: float | None = None


def estimate(question: Question, guess: Guess, feedback: str) -> Question:
    """An estimate. Moodle has no scale; one is proposed where it can be worked out."""
    low, high = scale(guess)
    if low is None or high is None:
        question = question.note(_("We could not work out a scale. Fill in lowest and highest guess."))
    elif guess.low is None or guess.high is None:
        question = question.note(
            _("The scale from %(low)s to %(high)s is a proposal. See whether it fits.")
            % {"low": shown(low), "high": shown(high)}
        )
    return question.exercise(
        "estimate",
        unit=guess.unit,
        minimum=low,
        maximum=high,
        step=step(guess.value),
        value=guess.value,
        tolerance=abs(guess.tolerance),
        feedback=feedback or question.general,
    )


def scale(guess: Guess) -> tuple[float | None, float | None]:
    value = guess.value
    percent = guess.unit.lower() in {"%", "prosent", "percent"}
    if percent and 0 < value < 100:
        found: tuple[float | None, float | None] = (0, 100)
    elif value > 0:
        found = (0, above(2 * value))
    elif value < 0:
        found = (-above(-2 * value), 0)
    else:
        found = (None, None)
    low = guess.low if guess.low is not None else found[0]
    high = guess.high if guess.high is not None else found[1]
    return low, high


def above(value: float) -> float:
    """The next round number: 1, 2 or 5 with noughts."""
    power = 10.0 ** math.floor(math.log10(value))
    found = next(power * first for first in (1, 2, 5, 10) if power * first >= value * 0.999)
    return float(f"{found:.6g}")


def step(value: float) -> float:
    """As fine as the number is written, and never finer than a thousandth of it."""
    decimals = len(f"{value:.6f}".rstrip("0").rpartition(".")[2])
    return (
        float(f"{max(10.0**-decimals, 10.0 ** math.floor(math.log10(abs(value) or 1)) / 1000):.6g}")
        if decimals
        else 1
    )
