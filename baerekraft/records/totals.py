"""Totals: anonymous sums that follow the facts in the same transaction and can be made again from them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from baerekraft.learners.models import Learner
from baerekraft.records.models import Attempt, LessonCompletion, PartCompletion, Response, Total

UPSERT = (
    "INSERT INTO records_total (day, municipality, lesson, what, erased, count, score) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (day, municipality, lesson, what, erased) "
    "DO UPDATE SET count = records_total.count + excluded.count, score = records_total.score + excluded.score"
)

STARTED, COMPLETED, PART = "started", "completed", "part:"


class Cell(NamedTuple):
    """What is counted where: `day` is the local date as YYYY-MM-DD."""

    day: str
    municipality: int
    lesson: int
    what: str


def day_of(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def response_cell(at: datetime, municipality: int | None, lesson: int, exercise: str) -> Cell:
    return Cell(day_of(at), municipality or 0, lesson, f"response:{exercise}")


def add(cell: Cell, *, count: int = 1, score: float = 0.0, erased: bool = False) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [*cell, erased, count, score])


def contributions(learner: Learner | None = None) -> dict[Cell, tuple[int, float]]:
    """What the facts of this learner, or of everyone, add up to."""
    sums: dict[Cell, list[float]] = defaultdict(lambda: [0, 0.0])
    for cell, score in _facts(learner):
        sums[cell][0] += 1
        sums[cell][1] += score
    return {cell: (int(count), score) for cell, (count, score) in sums.items()}


def _facts(learner: Learner | None) -> Iterable[tuple[Cell, float]]:
    def rows(model: Any, *fields: str) -> Any:
        found = model.objects.of(learner) if learner else model.objects.all()
        return found.order_by("pk").values_list(*fields).iterator(chunk_size=2000)

    for at, where, lesson, exercise, score in rows(
        Response, "answered_at", "municipality", "attempt__published__lesson", "exercise", "score"
    ):
        yield response_cell(at, where, lesson, exercise), score or 0.0
    begun = set()
    for enrolment, at, where, lesson in rows(
        Attempt, "enrolment", "started_at", "municipality", "published__lesson"
    ):
        if (enrolment, lesson) not in begun:  # a newer edition is the same lesson
            begun.add((enrolment, lesson))
            yield Cell(day_of(at), where or 0, lesson, STARTED), 0.0
    for at, where, lesson in rows(LessonCompletion, "completed_at", "municipality", "lesson"):
        yield Cell(day_of(at), where or 0, lesson, COMPLETED), 0.0
    for at, where, part in rows(PartCompletion, "completed_at", "municipality", "enrolment__part__slug"):
        yield Cell(day_of(at), where or 0, 0, PART + part), 0.0


def move_to_erased(learner: Learner) -> None:
    """Keep what the learner added, as rows that no longer follow from any fact."""
    for cell, (count, score) in contributions(learner).items():
        add(cell, count=-count, score=-score)
        add(cell, count=count, score=score, erased=True)


@transaction.atomic
def rebuild() -> int:
    """Make the totals of living facts again; return the number of rows."""
    Total.objects.filter(erased=False).delete()
    cells = contributions()
    Total.objects.bulk_create(
        [Total(**cell._asdict(), count=count, score=score) for cell, (count, score) in cells.items()],
        batch_size=500,
    )
    return len(cells)
