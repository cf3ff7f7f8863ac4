"""Completions: awarded by themselves when every exercise that counts is answered; nobody presses «finish»."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.learners import statements
from baerekraft.records import totals
from baerekraft.records.models import Enrolment, LessonCompletion, PartCompletion
from baerekraft.records.signals import lesson_completed, part_completed
from baerekraft.records.totals import Post

# Written out, for the second is asked at every answer in a lesson under way, and the others when it is completed.
HERS = (
    "FROM records_response r JOIN records_attempt a ON a.id = r.attempt_id "
    "JOIN catalog_publishedlesson p ON p.id = a.published_id WHERE a.enrolment_id = %s AND p.lesson_id = %s"
)
ANSWERED = f"SELECT COUNT(DISTINCT r.exercise) {HERS} AND r.exercise IN ({{exercises}})"
FIRST = f"SELECT MIN(r.answered_at) {HERS}"
DONE = "SELECT lesson_id FROM records_lessoncompletion WHERE enrolment_id = %s"
INSERT = (
    "INSERT INTO records_lessoncompletion "
    "(enrolment_id, lesson_id, municipality_id, unit_id, role, completed_at, seconds) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (enrolment_id, lesson_id) DO NOTHING"
)


@dataclass(frozen=True)
class Awarded:
    """What one answer completed."""

    lesson: bool = False
    part: bool = False


def award(version: Version, enrolment: int, *, post: Post, at: datetime) -> Awarded:
    """Complete the lesson if all its exercises that count are answered, in this version or an earlier one."""
    if _answered(version, enrolment) < len(version.needed):
        return Awarded()
    seconds = _seconds(version.lesson, enrolment, at)
    moment = connection.ops.adapt_datetimefield_value(at)
    if statements.execute(INSERT, [enrolment, version.lesson, *post, moment, seconds]).rowcount != 1:
        return Awarded()
    day = totals.day_of(at)
    cells = [
        *totals.spread(day, version.lesson, totals.COMPLETED, post),
        totals.Cell(day, post.municipality or 0, version.lesson, totals.bucket(seconds)),
    ]
    totals.add_all(dict.fromkeys(cells, (1, 0)))
    lesson_completed.send(LessonCompletion, enrolment=enrolment, lesson=version.lesson, at=at)
    part = version.key.partition("/")[0]
    return Awarded(lesson=True, part=award_part(enrolment, part, post=post, at=at))


def _seconds(lesson: int, enrolment: int, at: datetime) -> int:
    """How long it took from her first answer in the lesson, in any version, to this one."""
    (first,) = statements.execute(FIRST, [enrolment, lesson]).fetchone()
    return max(0, int((at - statements.moment(first)).total_seconds())) if first else 0


def _answered(version: Version, enrolment: int) -> int:
    """How many of the exercises that count have an answer."""
    asked = ANSWERED.format(exercises=", ".join(["%s"] * len(version.needed)))
    return int(statements.execute(asked, [enrolment, version.lesson, *version.needed]).fetchone()[0])


def award_part(enrolment: int, slug: str, *, post: Post, at: datetime) -> bool:
    """Complete the part if every lesson that stands in it now is completed."""
    part = shelf.now().whole.part(slug)
    wanted = {entry.lesson for entry in part.lessons} if part else set()
    done = {lesson for (lesson,) in statements.execute(DONE, [enrolment]).fetchall()}
    if not wanted or not wanted <= done:
        return False
    completion, created = PartCompletion.objects.get_or_create(
        enrolment=Enrolment.objects.select_related("learner", "part").get(pk=enrolment),
        defaults={
            "completed_at": at,
            "municipality_id": post.municipality,
            "unit_id": post.unit,
            "role": post.role,
        },
    )
    if created:
        totals.add_all(dict.fromkeys(totals.spread(totals.day_of(at), 0, totals.PART + slug, post), (1, 0)))
        part_completed.send(PartCompletion, completion=completion)
    return created
