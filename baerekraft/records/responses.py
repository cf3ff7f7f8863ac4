"""Responses: an answer is graded, written, counted and acknowledged in one transaction.

This is the busiest path of the product, so its three statements are written out; what happens once a lesson is not.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.exercises.document import BadAnswer, Exercise
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.records import completions, pledges, polls, totals
from baerekraft.records.completions import Awarded
from baerekraft.records.totals import Cell, Post

INSERT = (
    "INSERT INTO records_response "
    "(id, attempt_id, municipality_id, exercise, answer, score, answered_at, received_at) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING"
)
WHERE_SHE_IS = (
    "SELECT l.joined_id, l.proven_at, l.signed_out_at, l.municipality_id, l.unit_id, l.role, e.id, a.id, c.id, w.id "
    "FROM learners_learner l "
    "LEFT JOIN records_enrolment e ON e.learner_id = l.id AND e.part_id = %s "
    "LEFT JOIN records_attempt a ON a.enrolment_id = e.id AND a.published_id = %s "
    "LEFT JOIN records_lessoncompletion c ON c.enrolment_id = e.id AND c.lesson_id = %s "
    "LEFT JOIN records_activeweek w ON w.learner_id = l.id AND w.week = %s WHERE l.id = %s"
)
ENROL = (
    "INSERT INTO records_enrolment (learner_id, part_id, municipality_id, unit_id, role, started_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (learner_id, part_id) DO NOTHING RETURNING id"
)
ENROLLED = "SELECT id FROM records_enrolment WHERE learner_id = %s AND part_id = %s"
BEGIN = (
    "INSERT INTO records_attempt (enrolment_id, published_id, municipality_id, unit_id, role, started_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (enrolment_id, published_id) DO NOTHING RETURNING id"
)
BEGUN = "SELECT id FROM records_attempt WHERE enrolment_id = %s AND published_id = %s"
SAME = (
    "SELECT a.id FROM records_attempt a JOIN catalog_publishedlesson p ON p.id = a.published_id "
    "WHERE a.enrolment_id = %s AND p.lesson_id = %s AND a.id <> %s LIMIT 1"
)
WEEK = (
    "INSERT INTO records_activeweek (learner_id, week, municipality_id, unit_id, role) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (learner_id, week) DO NOTHING"
)
ACTIVE = "UPDATE learners_learner SET active_at = %s WHERE id = %s AND active_at < %s"
OWNER = (
    "SELECT e.learner_id FROM records_response r JOIN records_attempt a ON a.id = r.attempt_id "
    "JOIN records_enrolment e ON e.id = a.enrolment_id WHERE r.id = %s"
)
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
    """Where in the records the learner stands in one version of a lesson, and what it counts that she has begun."""

    learner: UUID
    post: Post
    enrolment: int
    attempt: int
    done: bool
    active: bool
    begun: tuple[Cell, ...] = ()


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
        is_new = _insert(sent, place, answer.model_dump_json(), score, answered_at, at)
        sums = dict.fromkeys(place.begun, (1, 0))
        if is_new:
            cell = totals.response_cell(answered_at, place.post.municipality, version.lesson, sent.exercise)
            sums[cell] = 1, totals.millionths(score)
            if not place.active:
                sums.update(dict.fromkeys(_activate(place, at=answered_at), (1, 0)))
        totals.add_all(sums)
        if is_new:
            _count_words(exercise, version, place, sent.id, at=answered_at)
            if sent.exercise in version.needed and not place.done:
                return completions.award(version, place.enrolment, post=place.post, at=answered_at)
    return Awarded()


def _count_words(exercise: Exercise, version: Version, place: Place, response: UUID, *, at: datetime) -> None:
    """Polls and pledges are counted once a learner, however often she answers."""
    if isinstance(exercise, Poll):
        question = polls.Question(version.lesson, exercise.id)
        polls.vote(question, enrolment=place.enrolment, response=response)
    elif isinstance(exercise, Pledge):
        where = place.post.municipality
        pledges.count(
            place.enrolment, version.lesson, exercise.id, response=response, at=at, municipality=where
        )


def _place(version: Version, by: Pass, *, at: datetime) -> Place:
    """Where she stands, beginning part and lesson if she has not; NotEntered when the pass opens nobody."""
    week = connection.ops.adapt_datefield_value(totals.week_of(at))
    asked = [version.part, version.published, version.lesson, week, statements.key(by.learner)]
    row = statements.execute(WHERE_SHE_IS, asked).fetchone()
    if row is None:
        raise NotEntered
    joined, proven_at, signed_out_at, municipality, unit, role, enrolment, attempt, completion, active = row
    if joined or (proven_at and not by.proven):
        raise NotEntered
    if signed_out_at and not by.opens(Learner.objects.get(pk=by.learner)):
        raise NotEntered
    post = Post(municipality, unit, role)
    begun: tuple[Cell, ...] = ()
    if attempt is None:
        enrolment, attempt, begun = begin(version, by.learner, enrolment, post, at=at)
    return Place(by.learner, post, enrolment, attempt, completion is not None, active is not None, begun)


def begin(
    version: Version, learner: UUID, enrolment: int | None, post: Post, *, at: datetime
) -> tuple[int, int, tuple[Cell, ...]]:
    """Begin the part and the lesson where she has not; return the rows and what is new, to be counted."""
    moment, day = connection.ops.adapt_datetimefield_value(at), totals.day_of(at)
    new: list[Cell] = []
    if enrolment is None:
        home = (statements.key(learner), version.part)
        enrolment, is_new = _made(ENROL, ENROLLED, home, [*post, moment])
        if is_new:
            new += totals.spread(day, 0, totals.BEGUN + version.key.partition("/")[0], post)
    attempt, is_new = _made(BEGIN, BEGUN, (enrolment, version.published), [*post, moment])
    statements.execute(ACTIVE, [moment, statements.key(learner), moment])
    # A newer edition of a lesson that she has begun on is the same lesson.
    if is_new and statements.execute(SAME, [enrolment, version.lesson, attempt]).fetchone() is None:
        new += totals.spread(day, version.lesson, totals.STARTED, post)
    return enrolment, attempt, tuple(new)


def _made(insert: str, find: str, key: tuple[Any, ...], values: list[Any]) -> tuple[int, bool]:
    """The row with this key, and whether it is new."""
    row = statements.execute(insert, [*key, *values]).fetchone()
    if row is None:
        return int(statements.execute(find, key).fetchone()[0]), False
    return int(row[0]), True


def _activate(place: Place, *, at: datetime) -> Iterable[Cell]:
    """Write that she has answered something this week; what that counts."""
    week = totals.week_of(at)
    date = connection.ops.adapt_datefield_value(week)
    if statements.execute(WEEK, [statements.key(place.learner), date, *place.post]).rowcount != 1:
        return ()
    return totals.spread(week.isoformat(), 0, totals.ACTIVE, place.post)


def _insert(
    sent: Sent, place: Place, answer: str, score: float | None, answered_at: datetime, received_at: datetime
) -> bool:
    """Write the row; return whether it is new. An id that belongs to somebody else's answer is refused."""
    moment = connection.ops.adapt_datetimefield_value
    written = [statements.key(sent.id), place.attempt, place.post.municipality, sent.exercise, answer, score]
    if statements.execute(INSERT, [*written, moment(answered_at), moment(received_at)]).rowcount == 1:
        return True
    owner = statements.execute(OWNER, [statements.key(sent.id)]).fetchone()[0]
    if UUID(str(owner)) != place.learner:
        raise ResponseRefused(_("This answer has already been used by someone else. Please answer again."))
    return False


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
