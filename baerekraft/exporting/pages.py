"""Which courses, parts and lessons go out, as the documents they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from pydantic import ValidationError
from wagtail.models import Page

from baerekraft.authoring import compiling
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import CourseDocument, LessonDocument, Term
from baerekraft.exercises.block import fault


@dataclass(frozen=True)
class LeftOut:
    """A page that cannot go out as it is, and why."""

    title: str
    why: str

    def __str__(self) -> str:
        return f"{self.title}: {self.why}"


@dataclass
class Course:
    """One course in one language. `main` is the one that stands at the top of the folder."""

    document: CourseDocument
    main: bool
    lessons: list[LessonDocument] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def language(self) -> str:
        return str(self.document.language)

    @property
    def folder(self) -> str:
        """Where the course's files lie in the folder of all."""
        return self.language if self.main else f"kurs/{self.document.slug}/{self.language}"


def courses(languages: list[str], *, slug: str = "", drafts: bool = False) -> Iterator[Course]:
    """The courses in these languages, the main one first, as learners meet them or as their newest drafts."""
    originals = CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")
    main = next((page for page in originals if page.audience == "everyone"), None)
    for original in sorted(originals, key=lambda page: page != main):
        if slug not in {"", original.slug} or not (drafts or original.live):
            continue
        for language in languages:
            page = _in_language(original, language)
            if page and (drafts or page.live):
                yield course(page, main=original == main, drafts=drafts)


def _in_language(original: CoursePage, language: str) -> CoursePage | None:
    pages = CoursePage.objects.filter(translation_key=original.translation_key)
    return pages.filter(locale__language_code=language).first()


def course(page: CoursePage, *, main: bool, drafts: bool) -> Course:
    parts = [
        (part, _children(LessonPage, part, drafts=drafts))
        for part in _children(PartPage, page, drafts=drafts)
    ]
    found = Course(
        compiling.course(
            _told(page, drafts=drafts), [(part, [row.slug for row in rows]) for part, rows in parts]
        ),
        main,
    )
    for part, rows in parts:
        for row in rows:
            try:
                found.lessons.append(compiling.lesson(row, part=part.slug))
            except ValidationError as error:
                place = " › ".join(str(step) for step in error.errors()[0]["loc"])
                found.left_out.append(LeftOut(row.title, f"{place}: {fault(error)}".removeprefix(": ")))
    return found


def _children[T: Page](kind: type[T], parent: Page, *, drafts: bool) -> list[T]:
    rows = kind.objects.child_of(parent).order_by("path")
    return [_told(row, drafts=drafts) for row in (rows if drafts else rows.live())]


def _told(page: Any, *, drafts: bool) -> Any:
    """The page as it was published, or its newest draft. The row itself is neither: saving a translation touches it."""
    revision = page.latest_revision if drafts else page.live_revision
    told = revision.as_object() if revision else page
    if isinstance(told, LessonPage):
        # It is written when a translation has been published, after its revision.
        told.translates = page.translates
    return told


def terms(language: str) -> list[Term]:
    rows = GlossaryTerm.objects.filter(language=language)
    return list(compiling.glossary(rows, language=language).terms)
