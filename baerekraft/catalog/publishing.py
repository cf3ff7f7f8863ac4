"""Publishing: a compiled document becomes the next version; the same document twice is the same version."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument
from baerekraft.catalog.models import (
    Edition,
    Lesson,
    Part,
    PublishedCourse,
    PublishedGlossary,
    PublishedLesson,
)


@transaction.atomic
def lesson(document: LessonDocument, *, at: datetime) -> PublishedLesson:
    """Publish the document unless the current version already says just this."""
    part, _ = Part.objects.get_or_create(slug=document.part)
    identity, _ = Lesson.objects.get_or_create(part=part, slug=document.slug)
    return _next(
        PublishedLesson,
        {"lesson": identity, "language": document.language},
        document,
        at,
        live={"withdrawn_at": None},
    )


@transaction.atomic
def course(document: CourseDocument, *, at: datetime) -> PublishedCourse:
    for part in document.parts:
        Part.objects.get_or_create(slug=part.slug)
    return _next(PublishedCourse, {"slug": document.slug, "language": document.language}, document, at)


@transaction.atomic
def glossary(document: GlossaryDocument, *, at: datetime) -> PublishedGlossary:
    return _next(PublishedGlossary, {"language": document.language}, document, at)


@transaction.atomic
def withdraw(lessons: Sequence[PublishedLesson] | models.QuerySet[PublishedLesson], *, at: datetime) -> None:
    """Take the versions away from readers. What learners have answered stays."""
    PublishedLesson.objects.filter(pk__in=[item.pk for item in lessons], withdrawn_at=None).update(
        withdrawn_at=at
    )
    turn_page()


def turn_page() -> None:
    """Move the edition, so that every process sees the news."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.get_or_create(pk=1, defaults={"number": 1})


def _next(
    model: Any,
    identity: dict[str, Any],
    document: LessonDocument | CourseDocument | GlossaryDocument,
    at: datetime,
    live: dict[str, Any] | None = None,
) -> Any:
    content = document.model_dump(mode="json")
    checksum = hashlib.sha256(document.model_dump_json().encode()).hexdigest()
    latest = model.objects.filter(**identity).order_by("-version").first()
    same = latest and latest.checksum == checksum
    if same and all(getattr(latest, name) == value for name, value in (live or {}).items()):
        return latest
    new = model.objects.create(
        **identity,
        version=latest.version + 1 if latest else 1,
        content=content,
        checksum=checksum,
        published_at=at,
    )
    turn_page()
    return new
