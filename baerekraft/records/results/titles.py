"""What lessons are called in other systems: by title in any language, by key, and by the address in a package."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from baerekraft.catalog import shelf
from baerekraft.catalog.courses import CourseOnShelf, PartOnShelf
from baerekraft.municipalities.models import Municipality

Lessons = tuple[int, ...]


@dataclass
class Titles:
    """`known` is lessons by what they, or the part or course around them, may be called; none where that is two things."""

    known: dict[str, Lessons] = field(default_factory=dict)

    def add(self, name: str, lessons: Lessons) -> None:
        name = plain(name)
        if name and lessons and self.known.setdefault(name, lessons) != lessons:
            self.known[name] = ()

    def find(self, called: str) -> Lessons | None:
        """The lessons; empty when two things are called that, None when nothing is."""
        return self.known.get(plain(called))

    def at(self, address: str) -> Lessons | None:
        """The lessons of a part's or a lesson's address, whichever host stands in it."""
        path = [piece for piece in urlsplit(address).path.split("/") if piece]
        if "kurs" in path:
            path = path[path.index("kurs") + 1 :]
        return self.find("/".join(path)) if path else None


@lru_cache(maxsize=2_000)
def plain(name: str) -> str:
    """Without soft hyphens, capitals and doubled spaces; quotation marks and dashes alike."""
    name = name.replace("\u00ad", "").replace("–", "-").replace("—", "-")
    return " ".join(re.sub(r"[«»“”\"'’]", "", name).casefold().split())


def of(municipality: Municipality) -> Titles:
    """Those of the courses that everyone may take, and of the municipality's own."""
    titles = Titles()
    for language, _name in settings.LANGUAGES:
        on_shelf = shelf.now(language)
        for course in (*on_shelf.courses, *on_shelf.of_municipality(municipality.slug)):
            _add_course(titles, course)
    return titles


def _add_course(titles: Titles, course: CourseOnShelf) -> None:
    for part in course.parts:
        _add_part(titles, part)
        for entry in part.lessons:
            for name in (entry.key, entry.title):
                titles.add(name, (entry.lesson,))
    whole = _lessons(part for part in course.parts)
    for name in (course.slug, course.document.title):
        titles.add(name, whole)


def _add_part(titles: Titles, part: PartOnShelf) -> None:
    title, lessons = part.document.title, _lessons([part])
    for name in (part.slug, title, f"Del {part.number}: {title}", f"Part {part.number}: {title}"):
        titles.add(name, lessons)


def _lessons(parts: Iterable[PartOnShelf]) -> Lessons:
    return tuple(entry.lesson for part in parts for entry in part.lessons)
