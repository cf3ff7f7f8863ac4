"""Completions: awarded by themselves when every exercise that counts is answered; nobody presses «finish»."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.records import totals
from baerekraft.records.models import Enrolment, LessonCompletion, PartCompletion
from baerekraft.records.signals import part_completed

INSERT = (
    "INSERT INTO records_lessoncompletion (enrolment_id, lesson_id, municipality_id, completed_at) "
    "VALUES (%s, %s, %s, %s) ON CONFLICT (enrolment_id, lesson_id) DO NOTHING"
)


@dataclass(frozen=True)
class Awarded:
    """What one answer completed."""

    lesson: bool = False
    part: bool = False


def award(version: Version, enrolment: int, *, municipality: int | None, at: datetime) -> Awarded:
    """Complete the lesson if all its exercises that count are answered, in this version or an earlier one."""
    if _answered(version, enrolment) < len(version.needed):
        return Awarded()
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(INSERT, [enrolment, version.lesson, municipality, moment])
        if cursor.rowcount != 1:
            return Awarded()
    totals.add(totals.Cell(totals.day_of(at), municipality or 0, version.lesson, totals.COMPLETED))
    part = version.key.partition("/")[0]
    return Awarded(lesson=True, part=award_part(enrolment, part, municipality=municipality, at=at))


def _answered(version: Version, enrolment: int) -> int:
    """How many of the exercises that count have an answer. Written out, for it is asked at every answer."""
    marks = ", ".join(["%s"] * len(version.needed))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT r.exercise) FROM records_response r "  # noqa: S608 - the marks are placeholders
            "JOIN records_attempt a ON a.id = r.attempt_id JOIN catalog_publishedlesson p ON p.id = a.published_id "
            f"WHERE a.enrolment_id = %s AND p.lesson_id = %s AND r.exercise IN ({marks})",
            [enrolment, version.lesson, *version.needed],
        )
        return int(cursor.fetchone()[0])


def award_part(enrolment: int, slug: str, *, municipality: int | None, at: datetime) -> bool:
    """Complete the part if every lesson that stands in it now is completed."""
    part = shelf.now().whole.part(slug)
    wanted = {entry.lesson for entry in part.lessons} if part else set()
    done = set(LessonCompletion.objects.filter(enrolment=enrolment).values_list("lesson", flat=True))
    if not wanted or not wanted <= done:
        return False
    completion, created = PartCompletion.objects.get_or_create(
        enrolment=Enrolment.objects.select_related("learner", "part").get(pk=enrolment),
        defaults={"completed_at": at, "municipality_id": municipality},
    )
    if created:
        totals.add(totals.Cell(totals.day_of(at), municipality or 0, 0, totals.PART + slug))
        part_completed.send(PartCompletion, completion=completion)
    return created
