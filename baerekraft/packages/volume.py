"""What a book holds, whether it is read on a screen or on paper: its parts, their lessons, and the words explained."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from baerekraft.catalog.document import Term
from baerekraft.catalog.shelf import CourseOnShelf, Entry, PartOnShelf
from baerekraft.packages import edition, questions
from baerekraft.packages.choice import Choice
from baerekraft.packages.questions import Question
from baerekraft.player import lessons, markup
from baerekraft.player.sources import alphabetical


@dataclass(frozen=True)
class Chapter:
    """A lesson. `shown` is what its own page shows of the document; `url` is that page."""

    entry: Entry
    shown: dict[str, Any] = field(repr=False)
    goals: tuple[str, ...]
    questions: dict[str, Question] = field(repr=False)
    path: str

    @property
    def url(self) -> str:
        return settings.BASE_URL + self.path

    @property
    def name(self) -> str:
        """Its own among the lessons, in file names and links."""
        return f"{self.entry.part}-{self.entry.slug}"


@dataclass(frozen=True)
class PartOfVolume:
    part: PartOnShelf
    chapters: tuple[Chapter, ...]

    @property
    def number(self) -> int:
        return self.part.number

    @property
    def title(self) -> str:
        return self.part.document.title

    @property
    def lead(self) -> str:
        return self.part.document.lead


@dataclass(frozen=True)
class Volume:
    """The chosen lessons as one book."""

    choice: Choice
    course: CourseOnShelf
    parts: tuple[PartOfVolume, ...]
    changed_at: datetime

    @property
    def language(self) -> str:
        return self.choice.language

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    @cached_property
    def by_path(self) -> dict[str, Chapter]:
        """Which chapter a link within the course leads to."""
        return {chapter.path: chapter for chapter in self.chapters}

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words that the lessons explain, each once, in the order of the alphabet."""
        met = {term.term: term for chapter in self.chapters for term in chapter.shown["terms"]}
        return tuple(sorted(met.values(), key=lambda term: alphabetical(term.term)))

    @property
    def title(self) -> str:
        if self.choice.lesson:
            return self.chapters[0].entry.title
        if self.choice.part:
            number, title = self.parts[0].number, self.parts[0].title
            return _("Part %(number)d: %(title)s") % {"number": number, "title": title}
        return self.course.document.title

    @property
    def lead(self) -> str:
        if self.choice.lesson:
            return self.chapters[0].entry.summary
        return self.parts[0].lead if self.choice.part else self.course.document.lead


def gather(choice: Choice) -> Volume:
    """The book, in its language, which must be active while it is made. Raise NothingChosen where there is nothing."""
    changed_at = edition.changed_at(choice)
    return Volume(choice, choice.chosen_course, tuple(_parts(choice)), changed_at)


def _parts(choice: Choice) -> Iterator[PartOfVolume]:
    chosen = set(choice.entries)
    for part in choice.chosen_course.parts:
        chapters = tuple(_chapter(entry, choice) for entry in part.lessons if entry in chosen)
        if chapters:
            yield PartOfVolume(part, chapters)


def _chapter(entry: Entry, choice: Choice) -> Chapter:
    document, on_shelf = entry.document, choice.shelf
    with translation.override(choice.language):
        path = lessons.address(entry.part, entry.slug)
        shown = lessons.document_context(document, on_shelf)
        asked = questions.questions(document.exercises, markup.numbered(document))
    return Chapter(entry, shown, tuple(lessons.goals(document, on_shelf)), asked, path)


def online(path: str) -> str:
    """A link within the course to what the book does not hold."""
    return settings.BASE_URL + path if path.startswith("/") else path


def anchor(term: str) -> str:
    """As `markup` calls the term's card."""
    return f"ord-{slugify(term)}"
