"""Completions: awarded by themselves when every exercise that counts is answered; nobody presses «finish»."""

from datetime import datetime

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Version
from baerekraft.records import totals
from baerekraft.records.models import Enrolment, LessonCompletion, PartCompletion, Response
from baerekraft.records.signals import lesson_completed, part_completed


def award(version: Version, enrolment: int | None, *, municipality: int | None, at: datetime) -> bool:
    """Complete the lesson if all its exercises that count are answered, in this version or an earlier one.

    Returns whether this answer was the one that completed it.
    """
    answered = (
        Response.objects.filter(
            attempt__enrolment=enrolment,
            attempt__published__lesson=version.lesson,
            exercise__in=version.needed,
        )
        .values_list("exercise", flat=True)
        .distinct()
    )
    if len(answered) < len(version.needed):
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
