"""Responses: an answer is graded, written, counted and acknowledged in one transaction.

This is the busiest path of the product, so its three statements are written out; what happens once a lesson is not.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.records import completions, polls, totals
from baerekraft.records.completions import Awarded
from baerekraft.records.models import Attempt

INSERT = (
    "INSERT INTO records_response "
    "(id, attempt_id, municipality_id, exercise, answer, score, answered_at, received_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"
)
WHERE_SHE_IS = (
    "SELECT l.joined_id, l.proven_at, l.signed_out_at, l.municipality_id, e.id, a.id, c.id FROM learners_learner l "
    "LEFT JOIN records_enrolment e ON e.learner_id = l.id AND e.part_id = %s "
    "LEFT JOIN records_attempt a ON a.enrolment_id = e.id AND a.published_id = %s "
    "LEFT JOIN records_lessoncompletion c ON c.enrolment_id = e.id AND c.lesson_id = %s WHERE l.id = %s"
)
ENROL = (
    "INSERT INTO records_enrolment (learner_id, part_id, started_at) VALUES (%s, %s, %s) "
    "ON CONFLICT (learner_id, part_id) DO UPDATE SET started_at = records_enrolment.started_at RETURNING id"
)
BEGIN = (
    "INSERT INTO records_attempt (enrolment_id, published_id, municipality_id, started_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (enrolment_id, published_id) DO UPDATE SET started_at = records_attempt.started_at RETURNING id"
)
ACTIVE = "UPDATE learners_learner SET active_at = %s WHERE id = %s AND active_at < %s"
OLDEST = timedelta(days=400)


class ResponseRefused(Exception):
    """This answer can never be accepted; the text tells the learner why."""


class NotEntered(Exception):
    """The pass opens no learner, so the answer must stay on the device."""


@dataclass(frozen=True)
class Sent:
    """A response as it arrives: `published` is the version answered, `answer` decoded JSON."""

    id: UUID
    lesson: str
    published: int
    exercise: str
    answer: Any
    at: datetime


@dataclass(frozen=True)
class Place:
    """Where in the records the learner stands in one version of a lesson."""

    learner: UUID
    municipality: int | None
    enrolment: int
    attempt: int
    done: bool


def record(sent: Sent, *, by: Pass, at: datetime) -> Awarded:
    """Write the response and tell what it completed, or raise ResponseRefused, NotEntered.

    The same id again changes nothing.
    """
    version = shelf.version(sent.published)
    if version is None or version.key != sent.lesson:
        raise ResponseRefused(_("This lesson does not exist."))
    exercise = version.exercises.get(sent.exercise)
    if exercise is None:
        raise ResponseRefused(_("This exercise is not in this lesson."))
    try:
        answer = exercise.read(sent.answer)
    except BadAnswer as error:
        raise ResponseRefused(str(error)) from error
    score = exercise.grade(answer)
    answered_at = sent.at if at - OLDEST < sent.at <= at else at
    with transaction.atomic():
        place = _place(version, by, at=answered_at)
        if _insert(sent, place, answer.model_dump_json(), score, answered_at, at):
            cell = totals.response_cell(answered_at, place.municipality, version.lesson, sent.exercise)
            totals.add(cell, score=score or 0.0)
            if isinstance(exercise, Poll):
                question = polls.Question(version.lesson, exercise.id)
                polls.vote(question, enrolment=place.enrolment, response=sent.id)
            if sent.exercise in version.needed and not place.done:
                return completions.award(
                    version, place.enrolment, municipality=place.municipality, at=answered_at
                )
    return Awarded()


def _place(version: Version, by: Pass, *, at: datetime) -> Place:
    """Where she stands, beginning part and lesson if she has not; NotEntered when the pass opens nobody."""
    with connection.cursor() as cursor:
        cursor.execute(WHERE_SHE_IS, [version.part, version.published, version.lesson, _key(by.learner)])
        row = cursor.fetchone()
    if row is None:
        raise NotEntered
    joined, proven_at, signed_out_at, municipality, enrolment, attempt, completion = row
    if joined or (proven_at and not by.proven):
        raise NotEntered
    if signed_out_at and not by.opens(Learner.objects.get(pk=by.learner)):
        raise NotEntered
    if attempt is None:
        enrolment, attempt = _begin(version, by.learner, municipality, at=at)
    return Place(by.learner, municipality, enrolment, attempt, completion is not None)


def _begin(version: Version, learner: UUID, municipality: int | None, *, at: datetime) -> tuple[int, int]:
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(ENROL, [_key(learner), version.part, moment])
        enrolment = int(cursor.fetchone()[0])
        cursor.execute(BEGIN, [enrolment, version.published, municipality, moment])
        attempt = int(cursor.fetchone()[0])
        cursor.execute(ACTIVE, [moment, _key(learner), moment])
    # A newer edition of a lesson that she has begun on is the same lesson.
    if (
        not Attempt.objects.filter(enrolment=enrolment, published__lesson=version.lesson)
        .exclude(pk=attempt)
        .exists()
    ):
        totals.add(totals.Cell(totals.day_of(at), municipality or 0, version.lesson, totals.STARTED))
    return enrolment, attempt


def _insert(
    sent: Sent, place: Place, answer: str, score: float | None, answered_at: datetime, received_at: datetime
) -> bool:
    """Write the row; return whether it is new. An id that belongs to somebody else's answer is refused."""
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                _key(sent.id),
                place.attempt,
                place.municipality,
                sent.exercise,
                answer,
                score,
                moment(answered_at),
                moment(received_at),
            ],
        )
        if cursor.rowcount == 1:
            return True
        cursor.execute(
            "SELECT e.learner_id FROM records_response r JOIN records_attempt a ON a.id = r.attempt_id "
            "JOIN records_enrolment e ON e.id = a.enrolment_id WHERE r.id = %s",
            [_key(sent.id)],
        )
        owner = cursor.fetchone()[0]
    if UUID(str(owner)) != place.learner:
        raise ResponseRefused(_("This answer has already been used by someone else. Please answer again."))
    return False


def _key(value: UUID) -> str | UUID:
    return value if connection.features.has_native_uuid_field else value.hex


def latest(learner: Learner, lesson: int) -> dict[str, Any]:
    """The learner's latest answer to each exercise of the lesson, over its versions."""
    rows = (
        learner.enrolments.filter(attempts__published__lesson=lesson)
        .order_by("attempts__responses__answered_at", "attempts__responses__id")
        .values_list("attempts__responses__exercise", "attempts__responses__answer")
    )
    return {
        exercise: json.loads(answer) if isinstance(answer, str) else answer
        for exercise, answer in rows
        if exercise
    }
