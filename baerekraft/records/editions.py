"""Editions: which version of a lesson a learner is in the middle of, when a newer one has been published."""

from django.db.models import Exists, OuterRef, QuerySet

from baerekraft.catalog.models import PublishedLesson
from baerekraft.learners.models import Learner
from baerekraft.records.models import Attempt, LessonCompletion


def begun(learner: Learner, lesson: int) -> PublishedLesson | None:
    """The earlier version that she has begun on and not finished; None when she is in none, or in the newest."""
    newest = (
        Attempt.objects.of(learner)
        .filter(published__lesson=lesson)
        .annotate(
            superseded=Exists(newer("published__")),
            done=Exists(LessonCompletion.objects.filter(enrolment=OuterRef("enrolment"), lesson=lesson)),
        )
        .select_related("published__lesson__part")
        .order_by("-started_at", "-pk")
        .first()
    )
    if newest is None or newest.done or not newest.superseded:
        return None
    version = newest.published
    # A withdrawn one was wrong, and nobody is led back to it.
    return None if version.municipality_id or version.withdrawn_at else version


def is_earlier(version: PublishedLesson) -> bool:
    """Whether a newer version has taken its place and it was not withdrawn."""
    there = PublishedLesson.objects.filter(pk=version.pk, withdrawn_at=None)
    return there.filter(Exists(newer())).exists()


def newer(prefix: str = "") -> QuerySet[PublishedLesson]:
    """The county's versions that have taken the place of the one asked about."""
    return PublishedLesson.objects.filter(
        lesson=OuterRef(f"{prefix}lesson"),
        language=OuterRef(f"{prefix}language"),
        version__gt=OuterRef(f"{prefix}version"),
        municipality=None,
        withdrawn_at=None,
    )
