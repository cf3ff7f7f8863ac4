"""Publishing: a compiled document becomes the next version; the same document twice is the same version."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument
from baerekraft.catalog.models import (
    CourseKey,
    Edition,
    Lesson,
    Part,
    PublishedCourse,
    PublishedGlossary,
    PublishedLesson,
    PublishedMunicipality,
)
from baerekraft.catalog.municipal import MunicipalityDocument
from baerekraft.municipalities.models import Municipality


@transaction.atomic
def lesson(
    document: LessonDocument, *, at: datetime, municipality: Municipality | None = None
) -> PublishedLesson:
    """Publish the document unless the current version already says just this; a municipality's is its variant."""
    part, _ = Part.objects.get_or_create(slug=document.part)
    identity, _ = Lesson.objects.get_or_create(part=part, slug=document.slug)
    return _next(
        PublishedLesson,
        {"lesson": identity, "language": document.language, "municipality": municipality},
        document,
        at,
        live={"withdrawn_at": None},
    )


@transaction.atomic
def course(document: CourseDocument, *, at: datetime) -> PublishedCourse:
    for part in document.parts:
        identity, _ = Part.objects.get_or_create(slug=part.slug, defaults={"course": document.slug})
        if identity.course != document.slug:
            Part.objects.filter(pk=identity.pk).update(course=document.slug)
            turn_page()
    return _next(
        PublishedCourse,
        {"slug": document.slug, "language": document.language},
        document,
        at,
        live={"withdrawn_at": None},
    )


@transaction.atomic
def withdraw_courses(*, except_for: Collection[tuple[str, str]], at: datetime) -> None:
    """Take away the outlines of all courses but these, named by slug and language."""
    standing = PublishedCourse.objects.filter(withdrawn_at=None)
    for slug, language in set(standing.values_list("slug", "language")) - set(except_for):
        standing.filter(slug=slug, language=language).update(withdrawn_at=at)
        turn_page()


@transaction.atomic
def renew_key(course: str, *, at: datetime) -> CourseKey:
    """Give a closed course a new link. The old one, and every device it opened the course on, is shut out."""
    fresh = {"secret": secrets.token_urlsafe(24), "made_at": at}
    key, _created = CourseKey.objects.update_or_create(course=course, defaults=fresh)
    turn_page()
    return key


@transaction.atomic
def glossary(document: GlossaryDocument, *, at: datetime) -> PublishedGlossary:
    return _next(PublishedGlossary, {"language": document.language}, document, at)


@transaction.atomic
def municipality(
    document: MunicipalityDocument, municipality: Municipality, *, at: datetime
) -> PublishedMunicipality:
    return _next(PublishedMunicipality, {"municipality": municipality}, document, at)


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
    document: LessonDocument | CourseDocument | GlossaryDocument | MunicipalityDocument,
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
