"""The shelf: what is published now, read once per edition and kept in memory."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from baerekraft.catalog.document import (
    CourseDocument,
    Exercise,
    LessonDocument,
    PartDocument,
    Term,
)
from baerekraft.catalog.models import PublishedCourse, PublishedGlossary, PublishedLesson

GLANCE_SECONDS = 1.0


@dataclass(frozen=True)
class Entry:
    """A lesson as it stands in the course now.

    `behind` says that it is a translation of an earlier text. A lesson that is not translated stands here in the
    course's own language; `language` tells.
    """

    part: str
    slug: str
    number: int
    published: int
    lesson: int
    version: int
    document: LessonDocument = field(repr=False)
    behind: bool = False

    @property
    def language(self) -> str:
        return self.document.language

    @property
    def key(self) -> str:
        return f"{self.part}/{self.slug}"

    @property
    def title(self) -> str:
        return self.document.title

    @property
    def summary(self) -> str:
        return self.document.summary

    @property
    def minutes(self) -> int:
        return self.document.minutes


@dataclass(frozen=True)
class PartOnShelf:
    document: PartDocument
    number: int
    lessons: tuple[Entry, ...]

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True)
class Shelf:
    """Everything published in one language at one edition."""

    edition: int
    language: str
    course: CourseDocument | None
    parts: tuple[PartOnShelf, ...]
    terms: tuple[Term, ...]

    def part(self, slug: str) -> PartOnShelf | None:
        return next((part for part in self.parts if part.slug == slug), None)

    def lesson(self, part: str, slug: str) -> Entry | None:
        found = self.part(part)
        return next((entry for entry in found.lessons if entry.slug == slug), None) if found else None

    def home_of(self, entry: Entry) -> PartOnShelf:
        return next(part for part in self.parts if part.slug == entry.part)

    @property
    def lessons(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.lessons)

    def beside(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """The lessons before and after this one, over the borders between parts."""
        row = self.lessons
        place = row.index(entry)
        return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)


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
    course = _latest(PublishedCourse, settings.LANGUAGE_CODE)
    texts = _latest(PublishedCourse, language) or course
    glossary = _latest(PublishedGlossary, language) or _latest(PublishedGlossary, settings.LANGUAGE_CODE)
    said = {part.slug: part for part in texts.document.parts} if texts else {}
    # The order is the course's own, whatever a translation was made from.
    parts = tuple(
        _part(said.get(part.slug, part), part.lessons, place, own, translated)
        for place, part in enumerate(course.document.parts if course else (), start=1)
    )
    terms = glossary.document.terms if glossary else ()
    return Shelf(number, language, texts.document if texts else None, parts, terms)


def _latest(model: Any, language: str) -> Any:
    return model.objects.filter(language=language).order_by("-version").first()


def _live(language: str) -> dict[str, PublishedLesson]:
    rows = (
        PublishedLesson.objects.filter(language=language).select_related("lesson__part").order_by("version")
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
    """A version that answers are given to, withdrawn or not: its rows, exercises and what completion needs."""

    published: int
    lesson: int
    part: int
    key: str
    exercises: dict[str, Exercise]
    needed: frozenset[str]


_versions: dict[int, Version] = {}


def version(published: int) -> Version | None:
    """The version with this id, current, old or withdrawn. Versions never change, so a found one is kept."""
    if published not in _versions:
        row = PublishedLesson.objects.filter(pk=published).select_related("lesson__part").first()
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
        )
    return _versions[published]
