"""What stands on the shelf: courses, their parts and their lessons as they are published now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from baerekraft.catalog.document import CourseDocument, LessonDocument, PartDocument, Term


@dataclass(frozen=True)
class Entry:
    """A lesson as it stands in its course now.

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
class CourseOnShelf:
    """`secret` is what opens it when it is closed; empty while it has no link."""

    document: CourseDocument
    parts: tuple[PartOnShelf, ...]
    secret: str = field(default="", repr=False)

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def is_closed(self) -> bool:
        return self.document.audience == "closed"

    @property
    def lessons(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.lessons)

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True, eq=False)
class Shelf:
    """Everything published in one language at one edition, in the order of the editors' tree.

    `part`, `lesson` and `named` find what whoever asks may see: every course but the closed ones, and of those the
    ones in `opened`. `homes` says which course each part stands in, or stood in last.
    """

    edition: int
    language: str
    terms: tuple[Term, ...] = ()
    every: tuple[CourseOnShelf, ...] = ()
    withdrawn: tuple[CourseOnShelf, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    @cached_property
    def courses(self) -> tuple[CourseOnShelf, ...]:
        """Those open to everyone, the main one first."""
        return tuple(course for course in self.every if course.document.audience == "everyone")

    def of_municipality(self, municipality: str) -> tuple[CourseOnShelf, ...]:
        """Those that the municipality has made for its own."""
        return tuple(
            course
            for course in self.every
            if course.document.audience == "municipality" and course.document.municipality == municipality
        )

    @property
    def main(self) -> CourseOnShelf | None:
        return self.courses[0] if self.courses else None

    def is_main(self, course: CourseOnShelf | None) -> bool:
        return bool(course and self.main and course.slug == self.main.slug)

    @property
    def course(self) -> CourseDocument | None:
        """The main course."""
        return self.main.document if self.main else None

    @property
    def parts(self) -> tuple[PartOnShelf, ...]:
        """The main course's."""
        return self.main.parts if self.main else ()

    @property
    def lessons(self) -> tuple[Entry, ...]:
        """The main course's."""
        return self.main.lessons if self.main else ()

    def named(self, course: str) -> CourseOnShelf | None:
        return next((one for one in self.visible if one.slug == course), None)

    def part(self, slug: str) -> PartOnShelf | None:
        return self._parts.get(slug)

    def lesson(self, part: str, slug: str) -> Entry | None:
        found = self.part(part)
        return next((entry for entry in found.lessons if entry.slug == slug), None) if found else None

    def around(self, part: str) -> CourseOnShelf | None:
        """The course that a part stands in, whoever may see it."""
        return next((one for one in self.every if any(each.slug == part for each in one.parts)), None)

    def course_of(self, entry: Entry) -> CourseOnShelf:
        found = self.around(entry.part)
        if found is None:
            raise LookupError(entry.key)
        return found

    def home_of(self, entry: Entry) -> PartOnShelf:
        return next(part for part in self.course_of(entry).parts if part.slug == entry.part)

    def beside(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """The lessons before and after this one in its course, over the borders between parts."""
        row = self.course_of(entry).lessons
        place = next(place for place, other in enumerate(row) if other.key == entry.key)
        return (row[place - 1] if place else None), (row[place + 1] if place + 1 < len(row) else None)

    def closed_around(self, part: str) -> CourseOnShelf | None:
        """The closed course that the part stands in or last stood in, also when that is withdrawn."""
        home = self.homes.get(part)
        return next((course for course in self.closed if course.slug == home), None)

    @cached_property
    def closed(self) -> tuple[CourseOnShelf, ...]:
        """The closed courses, also those withdrawn."""
        return tuple(course for course in (*self.every, *self.withdrawn) if course.is_closed)

    def opening(self, courses: frozenset[str]) -> "Shelf":
        """The shelf as it is for someone who has been let into these closed courses."""
        return replace(self, opened=courses) if courses else self

    @cached_property
    def whole(self) -> "Shelf":
        """With every closed course open, for what only keeps records of what someone has done."""
        return self.opening(frozenset(course.slug for course in self.closed))

    @cached_property
    def keys(self) -> dict[int, str]:
        """Every lesson's key by its id, for what keeps records."""
        return {entry.lesson: entry.key for course in self.every for entry in course.lessons}

    @cached_property
    def visible(self) -> tuple[CourseOnShelf, ...]:
        return tuple(course for course in self.every if not course.is_closed or course.slug in self.opened)

    @cached_property
    def _parts(self) -> dict[str, PartOnShelf]:
        return {part.slug: part for course in self.visible for part in course.parts}
