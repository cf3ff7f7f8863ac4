"""The shelf: what is published now, read once per edition and kept in memory."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils.translation import get_language

from baerekraft.catalog.courses import CourseOnShelf, Entry, PartOnShelf, Shelf
from baerekraft.catalog.document import CourseDocument, Exercise, PartDocument
from baerekraft.catalog.models import CourseKey, Part, PublishedCourse, PublishedGlossary, PublishedLesson

__all__ = ["CourseOnShelf", "Entry", "PartOnShelf", "Shelf"]

GLANCE_SECONDS = 1.0


_shelves: dict[str, Shelf] = {}
_seen = {"edition": -1, "at": 0.0}


def edition() -> int:
    """The current edition's number, asked for at most once a second by each process."""
    now = time.monotonic()
    if now - _seen["at"] >= GLANCE_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM catalog_edition WHERE id = 1")
            row = cursor.fetchone()
        _seen.update(edition=row[0] if row else 0, at=now)
    return int(_seen["edition"])


def forget() -> None:
    """Empty the shelf and look again at the next question: for whoever has just published."""
    _seen.update(edition=-1, at=0.0)
    _shelves.clear()
    _versions.clear()


def now(language: str = settings.LANGUAGE_CODE) -> Shelf:
    """The shelf in this language as of the current edition; what is not translated stands in the course's own."""
    number = edition()
    shelf = _shelves.get(language)
    if shelf is None or shelf.edition != number:
        shelf = _shelves[language] = _read(language, number)
    return shelf


def spoken() -> Shelf:
    """The shelf in the language of the page that is being made."""
    return now(get_language() or settings.LANGUAGE_CODE)


def _read(language: str, number: int) -> Shelf:
    own = _live(settings.LANGUAGE_CODE)
    translated = own if language == settings.LANGUAGE_CODE else _live(language)
    texts = _outlines(language)
    # Found by its slug alone, so that a part that moves to another course keeps its translation.
    said = {part.slug: part for row in texts.values() for part in row.document.parts}
    keys = dict(CourseKey.objects.values_list("course", "secret"))

    def stood(row: PublishedCourse) -> CourseOnShelf:
        # The order, and who the course is for, are the original's, whatever a translation was made from.
        parts = tuple(
            _part(said.get(part.slug, part), part.lessons, place, own, translated)
            for place, part in enumerate(row.document.parts, start=1)
        )
        return CourseOnShelf(_translated(row.document, texts.get(row.slug)), parts, keys.get(row.slug, ""))

    rows = sorted(_outlines(settings.LANGUAGE_CODE).values(), key=lambda row: (row.document.place, row.pk))
    glossary = _glossary(language) or _glossary(settings.LANGUAGE_CODE)
    return Shelf(
        number,
        language,
        glossary.document.terms if glossary else (),
        tuple(stood(row) for row in rows if row.withdrawn_at is None),
        tuple(stood(row) for row in rows if row.withdrawn_at),
        dict(Part.objects.values_list("slug", "course")),
    )


def _outlines(language: str) -> dict[str, PublishedCourse]:
    """The newest outline of each course, withdrawn or not."""
    rows = PublishedCourse.objects.filter(language=language)
    newest = rows.values("slug").annotate(newest=Max("pk")).values("newest")
    return {row.slug: row for row in rows.filter(pk__in=newest)}


def _translated(document: CourseDocument, translation: PublishedCourse | None) -> CourseDocument:
    if translation is None or translation.withdrawn_at or translation.document.language == document.language:
        return document
    kept = {"audience": document.audience, "municipality": document.municipality, "place": document.place}
    return translation.document.model_copy(update=kept)


def _glossary(language: str) -> PublishedGlossary | None:
    return PublishedGlossary.objects.filter(language=language).order_by("-version").first()


def _live(language: str) -> dict[str, PublishedLesson]:
    rows = (
        PublishedLesson.objects.filter(language=language, municipality=None)
        .select_related("lesson__part")
        .order_by("version")
    )
    return {
        key: row for key, row in {str(row.lesson): row for row in rows}.items() if row.withdrawn_at is None
    }


def _part(
    part: PartDocument,
    slugs: Sequence[str],
    number: int,
    own: dict[str, PublishedLesson],
    translated: dict[str, PublishedLesson],
) -> PartOnShelf:
    keys = [key for key in (f"{part.slug}/{slug}" for slug in slugs) if key in own]
    entries = (
        _entry(own[key], translated.get(key, own[key]), place) for place, key in enumerate(keys, start=1)
    )
    return PartOnShelf(part, number, tuple(entries))


def _entry(own: PublishedLesson, row: PublishedLesson, place: int) -> Entry:
    behind = row is not own and row.document.translates != own.document.fingerprint
    part, slug = row.document.part, row.lesson.slug
    return Entry(part, slug, place, row.pk, row.lesson_id, row.version, row.document, behind)


@dataclass(frozen=True)
class Version:
    """A version that answers are given to, withdrawn or not: its rows, exercises and what completion needs.

    `municipality` is whose variant it is, empty for the county's own.
    """

    published: int
    lesson: int
    part: int
    key: str
    exercises: dict[str, Exercise]
    needed: frozenset[str]
    municipality: str = ""


_versions: dict[int, Version] = {}


def version(published: int) -> Version | None:
    """The version with this id, current, old or withdrawn. Versions never change, so a found one is kept."""
    if published not in _versions:
        row = (
            PublishedLesson.objects.filter(pk=published)
            .select_related("lesson__part", "municipality")
            .first()
        )
        if row is None:
            return None
        exercises = {exercise.id: exercise for exercise in row.document.exercises}
        _versions[published] = Version(
            row.pk,
            row.lesson_id,
            row.lesson.part_id,
            str(row.lesson),
            exercises,
            row.document.needed,
            row.municipality.slug if row.municipality else "",
        )
    return _versions[published]
