"""How a lesson's questions have proved: how many answers were right, from the totals.

Languages and versions are one here, because the totals are. A question is told of when enough have answered, in steps
that one answer does not move.
"""

from collections.abc import Iterator

from django.db.models import Sum
from django.utils.text import Truncator
from pydantic import BaseModel

from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.models import PublishedLesson
from baerekraft.records.models import Total

ENOUGH = 20
STEP = 5  # per cent
HARD, EASY = 30, 95  # per cent: few learn from guessing, or from what everybody knows


class Question(BaseModel):
    """`right` is the share of right answers in per cent, to the nearest five; partly right counts for its part."""

    prompt: str
    answers: int
    right: int

    @property
    def is_hard(self) -> bool:
        return self.right <= HARD

    @property
    def is_easy(self) -> bool:
        return self.right >= EASY


def of(published: PublishedLesson | None) -> list[Question]:
    """The published lesson's questions that enough have answered, the hardest first."""
    if published is None:
        return []
    return sorted(_of(published.lesson_id, published.document), key=lambda question: question.right)


def _of(lesson: int, document: LessonDocument) -> Iterator[Question]:
    rows = Total.objects.filter(lesson=lesson, what__startswith="response:").values("what")
    sums = {
        row["what"].removeprefix("response:"): (row["answers"], row["right"])
        for row in rows.annotate(answers=Sum("count"), right=Sum("score")).order_by()
    }
    for exercise in document.exercises:
        answers, right = sums.get(exercise.id, (0, 0.0))
        if exercise.graded and answers >= ENOUGH:
            yield Question(
                prompt=Truncator(exercise.prompt).chars(80),
                answers=answers,
                right=STEP * round(100 * right / answers / STEP),
            )
