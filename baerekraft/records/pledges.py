"""Pledges: counted once when they are made, and once when they are kept, however often they are made again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from baerekraft.catalog import shelf
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.records import facts, totals
from baerekraft.records.models import Enrolment, FollowUp, Response
from baerekraft.records.totals import Cell

# Written out, for they are asked at every answer to a pledge, and nearly always settle it.
HOLD = "SELECT id FROM records_enrolment WHERE id = %s FOR UPDATE"
OTHERS = (
    "SELECT a.published_id, MIN(r.answered_at) < %s FROM records_response r "
    "JOIN records_attempt a ON a.id = r.attempt_id JOIN catalog_publishedlesson p ON p.id = a.published_id "
    "WHERE a.enrolment_id = %s AND p.lesson_id = %s AND r.exercise = %s AND r.id <> %s GROUP BY a.published_id"
)


class Promise(NamedTuple):
    """One answer to a pledge, and how it went."""

    enrolment: int
    lesson: int
    exercise: str
    published: int
    id: UUID
    at: datetime
    municipality: int | None
    outcome: str | None
    told_at: datetime | None


FIELDS = (
    "attempt__enrolment",
    "attempt__published__lesson",
    "exercise",
    "attempt__published",
    "id",
    "answered_at",
    "municipality",
    "follow_up__outcome",
    "follow_up__answered_at",
)
IN_ORDER = ("attempt__published__lesson", "exercise", "answered_at", "id")


def count(
    enrolment: int, lesson: int, exercise: str, *, response: UUID, at: datetime, municipality: int | None
) -> None:
    """Count the answer that was just written, if it is the first or comes before what was."""
    if connection.features.has_select_for_update:
        statements.execute(HOLD, [enrolment])
    moment = connection.ops.adapt_datetimefield_value(at)
    rows = statements.execute(OTHERS, [moment, enrolment, lesson, exercise, statements.key(response)])
    earlier = [is_earlier for published, is_earlier in rows.fetchall() if is_pledge(published, exercise)]
    if not earlier:
        totals.add(Cell(totals.day_of(at), municipality or 0, lesson, totals.PLEDGED))
    if any(earlier) or not earlier:
        return
    after = promises(enrolment, lesson, exercise)
    before = [promise for promise in after if promise.id != response]
    totals.settle([totals.sums_of(counted(before))], totals.sums_of(counted(after)))


@transaction.atomic
def answer(response: Response, outcome: str, *, at: datetime) -> None:
    """Write how it went with what was promised, and count it when it was done."""
    enrolment = Enrolment.objects.select_for_update().get(attempts=response.attempt_id)
    lesson = response.attempt.published.lesson_id
    before = promises(enrolment.pk, lesson, response.exercise)
    FollowUp.objects.update_or_create(
        response=response,
        defaults={"outcome": outcome, "answered_at": at},
        create_defaults={"asked_at": at, "outcome": outcome, "answered_at": at},
    )
    after = promises(enrolment.pk, lesson, response.exercise)
    totals.settle([totals.sums_of(counted(before))], totals.sums_of(counted(after)))


def promises(enrolment: int, lesson: int, exercise: str) -> list[Promise]:
    """The learner's answers to one pledge, the first one first."""
    rows = Response.objects.filter(
        attempt__enrolment=enrolment, attempt__published__lesson=lesson, exercise=exercise
    )
    found = [Promise(*row) for row in rows.order_by(*IN_ORDER).values_list(*FIELDS)]
    return [promise for promise in found if is_pledge(promise.published, exercise)]


def is_pledge(published: int, exercise: str) -> bool:
    version = shelf.version(published)
    return version is not None and isinstance(version.exercises.get(exercise), Pledge)


def counted(made: Sequence[Promise]) -> Iterator[tuple[Cell, int]]:
    """What one learner's answers to one pledge count. It is kept where it was made, though she may have moved since."""
    if not made:
        return
    where, lesson = made[0].municipality or 0, made[0].lesson
    yield Cell(totals.day_of(made[0].at), where, lesson, totals.PLEDGED), 0
    done = [one.told_at for one in made if one.outcome == FollowUp.Outcome.DONE and one.told_at]
    if done:
        yield Cell(totals.day_of(min(done)), where, lesson, totals.KEPT), 0


@totals.source
def everyone(learner: Learner | None) -> facts.Facts:
    found = facts.rows(Response, learner, *FIELDS, by="attempt__enrolment", order=IN_ORDER, score=None)
    made = (one for one in map(Promise._make, found) if is_pledge(one.published, one.exercise))
    for _pledge, own in groupby(made, key=lambda one: one[:3]):
        yield from counted(list(own))
