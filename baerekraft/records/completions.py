"""Completions: awarded by themselves when every exercise that counts is answered; nobody presses «finish»."""

from datetime import datetime

from django.db import connection

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.records import totals
from baerekraft.records.models import Enrolment, LessonCompletion, PartCompletion
from baerekraft.records.signals import lesson_completed, part_completed


def award(version: Version, enrolment: int, *, municipality: int | None, at: datetime) -> bool:
    """Complete the lesson if all its exercises that count are answered, in this version or an earlier one.

    Returns whether this answer was the one that completed it.
    """
    if _answered(version, enrolment) < len(version.needed):
        return False
    completion, created = LessonCompletion.objects.get_or_create(
        enrolment_id=enrolment,
        lesson_id=version.lesson,
        defaults={"completed_at": at, "municipality_id": municipality},
    )
    if created:
        totals.add(totals.Cell(totals.day_of(at), municipality or 0, version.lesson, totals.COMPLETED))
        lesson_completed.send(LessonCompletion, completion=completion)
        award_part(completion.enrolment, municipality=municipality, at=at)
    return created


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


def award_part(enrolment: Enrolment, *, municipality: int | None, at: datetime) -> None:
    """Complete the part if every lesson that stands in it now is completed."""
    part = shelf.now().part(enrolment.part.slug)
    wanted = {entry.lesson for entry in part.lessons} if part else set()
    done = set(enrolment.lesson_completions.values_list("lesson", flat=True))
    if not wanted or not wanted <= done:
        return
    completion, created = PartCompletion.objects.get_or_create(
        enrolment=enrolment, defaults={"completed_at": at, "municipality_id": municipality}
    )
    if created:
        totals.add(totals.Cell(totals.day_of(at), municipality or 0, 0, totals.PART + enrolment.part.slug))
        part_completed.send(PartCompletion, completion=completion)
