"""What goes into a package: a course, a part of it, or one lesson, in one language."""

from dataclasses import dataclass

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import CourseOnShelf, Entry, Shelf


class NothingChosen(LookupError):
    """There is no such course, part or lesson on the shelf."""


@dataclass(frozen=True)
class Choice:
    """Slugs. Without a course, the main one; without a part, all its parts; without a lesson, all the part's."""

    course: str = ""
    part: str = ""
    lesson: str = ""
    language: str = "nb"

    @property
    def shelf(self) -> Shelf:
        """Only open courses: a package goes anywhere."""
        return shelf.now(self.language)

    @property
    def chosen_course(self) -> CourseOnShelf:
        """Raise NothingChosen where there is none."""
        found = [course for course in self.shelf.courses if not self.course or course.slug == self.course]
        if self.part and not self.course:
            found = [course for course in found if any(part.slug == self.part for part in course.parts)]
        if not found:
            raise NothingChosen(self.course or self.part)
        return found[0]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lessons in their order. Raise NothingChosen where there is none."""
        found = tuple(
            entry
            for part in self.chosen_course.parts
            for entry in part.lessons
            if self.part in ("", part.slug) and self.lesson in ("", entry.slug)
        )
        if not found:
            raise NothingChosen(self.lesson or self.part)
        return found
