"""All lessons and how their translations stand."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from baerekraft.authoring import reach, translating
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.translation import changes, units

LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@dataclass(frozen=True)
class Standing:
    """A lesson in a language: `page` is None where there is no translation yet."""

    language: str
    page: LessonPage | None = None
    changed: int = 0
    missing: int = 0

    @property
    def behind(self) -> bool:
        return bool(self.changed or self.missing)


@dataclass(frozen=True)
class Line:
    """An original and its translations, in the order of the languages."""

    original: LessonPage
    part: str
    standings: list[Standing]


def courses(user: Any) -> list[tuple[CoursePage, list[Line]]]:
    """Those that this person works among."""
    originals = CoursePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path")
    originals = reach.shown(user, originals)
    return [(course, [line(page) for page in _lessons(course)]) for course in originals]


def _lessons(course: CoursePage) -> Any:
    return LessonPage.objects.descendant_of(course).order_by("path").select_related("locale")


def line(original: LessonPage) -> Line:
    found = {page.language: page for page in original.get_translations().exclude(alias_of__isnull=False)}
    standings = [standing(code, found.get(code)) for code, _name in LANGUAGES]
    return Line(original, original.get_parent().title, standings)


def standing(language: str, page: LessonPage | None) -> Standing:
    if page is None:
        return Standing(language)
    return Standing(language, page, len(changes.since(page)), missing(page))


def missing(page: LessonPage) -> int:
    """Texts in the translation editor that nobody has translated. A translation that is not there yet lacks none."""
    handed = translating.handed_over(page)
    if handed is None:
        return 0
    return sum(
        1 for segment in units.segments(handed) if segment.translation is None and units.is_text(segment)
    )
