"""How a lesson's questions have worked, for those who write them: how hard, what they tell apart, what is chosen, how long.

Only first answers of learners who completed the lesson count, in the very wording of the document. A question is told of
when enough have answered, in steps that one answer does not move.

What a question tells apart is the correlation between the score on it and the average on the rest of the lesson, without
the question itself. The other common measure, the best 27 per cent against the poorest, needs everybody in a row each
time; this one needs sums alone, and uses all answers.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from pydantic import BaseModel

from baerekraft.catalog.document import LessonDocument
from baerekraft.exercises.document import Exercise
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice
from baerekraft.exercises.single_choice.exercise import SingleChoice
from baerekraft.quality import sums
from baerekraft.quality.models import LessonQuality, QuestionStatistic
from baerekraft.quality.sums import SECONDS, WHOLE, Sums

ENOUGH = 20
STEP = 5  # per cent, and people
HARD, EASY = 30, 95  # per cent: few learn from guessing, or from what everybody knows
WELL, SOME = 0.3, 0.1
# It takes some answers more to say that nobody chooses a thing, and how seldom is seldom.
SURE, SELDOM = 40, 0.025


class Choice(BaseModel):
    """One thing there was to choose. `share` of the people chose it, in per cent to the nearest five.

    `rare`: hardly anybody is misled by it. `strong`: a wrong one that those choose who do better on the rest.
    """

    text: str
    right: bool
    share: int
    rare: bool = False
    strong: bool = False


class Question(BaseModel):
    """`right` is the share of right first answers in per cent, to the nearest five; partly right counts for its part.

    `answers` is rounded down to a multiple of five. `telling` is the correlation with the rest of the lesson, to one
    decimal, and `against` says that it is below nought beyond chance. `time` is the bucket that the median lies in.
    """

    exercise: str = ""
    prompt: str
    answers: int
    right: int
    telling: float | None = None
    against: bool = False
    time: str = ""
    choices: list[Choice] = []

    @property
    def is_hard(self) -> bool:
        return self.right <= HARD

    @property
    def is_easy(self) -> bool:
        return self.right >= EASY

    @property
    def is_weak(self) -> bool:
        """Whether there is something to look at."""
        return self.is_hard or self.against or any(choice.rare or choice.strong for choice in self.choices)

    @property
    def chosen(self) -> list[Choice]:
        """What is right, what somebody chooses, and every option of a question with options."""
        few = len(self.choices) <= 8
        return [choice for choice in self.choices if few or choice.right or choice.share]

    @property
    def telling_said(self) -> str:
        if self.telling is None:
            return "–"
        if self.against:
            return _("the wrong way")
        return _("well") if self.telling >= WELL else _("somewhat") if self.telling >= SOME else _("little")

    @property
    def time_said(self) -> str:
        return _span(self.time) if self.time else "–"


def _span(bucket: str) -> str:
    if bucket == sums.MORE:
        return _("over %(n)d minutes") % {"n": SECONDS[-1] // 60}
    at = SECONDS.index(int(bucket))
    if at == 0:
        return _("under %(n)d seconds") % {"n": SECONDS[0]}
    low, high = SECONDS[at - 1], SECONDS[at]
    if high <= 120:
        return _("%(low)d–%(high)d seconds") % {"low": low, "high": high}
    return _("%(low)d–%(high)d minutes") % {"low": low // 60, "high": high // 60}


def proven(row: LessonQuality) -> list[Question]:
    """Those that were kept when the lesson was measured."""
    return [Question(**kept) for kept in row.questions]


def of(lesson: int, document: LessonDocument) -> list[Question]:
    """The document's questions that enough have answered at once as they are worded in it, the hardest first."""
    return sorted(_of(lesson, document), key=lambda question: question.right)


def _of(lesson: int, document: LessonDocument) -> Iterator[Question]:
    rows: dict[tuple[str, str], Sums] = defaultdict(Sums)
    for row in QuestionStatistic.objects.filter(lesson=lesson).order_by("pk"):
        rows[row.exercise, row.question].add(Sums.of(row))
    for exercise in document.exercises:
        found = rows.get((exercise.id, sums.wording(exercise))) if exercise.graded else None
        if found and found.numbers["answers"] >= ENOUGH:
            yield _question(exercise, found)


def _question(exercise: Exercise, found: Sums) -> Question:
    numbers = found.numbers
    correlation = telling(numbers)
    doubt = 2 / sqrt(numbers["pairs"]) if numbers["pairs"] else 1
    return Question(
        exercise=exercise.id,
        prompt=Truncator(exercise.prompt).chars(80),
        answers=numbers["answers"] // STEP * STEP,
        right=_share(numbers["score"], WHOLE * numbers["answers"]),
        telling=None if correlation is None else round(correlation, 1),
        against=correlation is not None and correlation <= -max(SOME, doubt),
        time=median(found.times),
        choices=list(_choices(exercise, found)),
    )


def _share(some: int, whole: int) -> int:
    return STEP * round(100 * some / whole / STEP)


def telling(numbers: Any) -> float | None:
    """Pearson's correlation from its sums; None where too few had a rest, or all answered alike."""
    n, x, y = numbers["pairs"], numbers["x"], numbers["y"]
    spread = (n * numbers["xx"] - x * x) * (n * numbers["yy"] - y * y)
    if n < ENOUGH or spread <= 0:
        return None
    return float((n * numbers["xy"] - x * y) / sqrt(spread))


def median(times: dict[str, int]) -> str:
    """The bucket that the median lies in; empty where too few have a time."""
    whole, below = sum(times.values()), 0
    if whole < ENOUGH:
        return ""
    for bucket in map(str, SECONDS):
        below += times.get(bucket, 0)
        if 2 * below >= whole:
            return bucket
    return sums.MORE


def _choices(exercise: Exercise, found: Sums) -> Iterator[Choice]:
    answers, options = found.numbers["answers"], isinstance(exercise, SingleChoice | MultipleChoice)
    right = _level(found, [pick.key for pick in exercise.picks if pick.right])
    for pick in exercise.picks:
        count = found.picks[pick.key]
        yield Choice(
            text=pick.text,
            right=pick.right,
            share=_share(count, answers),
            rare=options and not pick.right and answers >= SURE and count < SELDOM * answers,
            strong=isinstance(exercise, SingleChoice)
            and not pick.right
            and _above(_level(found, [pick.key]), right, found.numbers),
        )


Level = tuple[int, float]


def _level(found: Sums, keys: list[str]) -> Level:
    """How many chose any of these, and how well they do on the rest of the lesson."""
    count = sum(found.picks[key] for key in keys)
    return count, sum(found.rests[key] for key in keys) / count if count else 0.0


def _above(wrong: Level, right: Level, numbers: Any) -> bool:
    """Whether those who chose wrong do better than those who chose right, beyond chance."""
    n = numbers["pairs"]
    if min(wrong[0], right[0]) < ENOUGH // 2 or n < ENOUGH:
        return False
    variance = numbers["yy"] / n - (numbers["y"] / n) ** 2
    return wrong[1] - right[1] > 2 * sqrt(variance * (1 / wrong[0] + 1 / right[0]))
