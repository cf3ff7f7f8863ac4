"""What a link stands for: the course, a part of it or a lesson, read from the address that the platform has for it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import CourseOnShelf, Entry, PartOnShelf
from baerekraft.design import languages
from baerekraft.interop.lti.models import Platform
from baerekraft.interop.lti.refusing import Refused

LONGEST = 1000
WHOLE = {"player:front", "player:course", "lti:start"}


@dataclass(frozen=True)
class Target:
    """Slugs: without a lesson the whole part, without a part the whole course. `path` is the page."""

    course: str
    part: str
    lesson: str
    language: str
    path: str

    @property
    def title(self) -> str:
        here = shelf.now(self.language)
        if self.lesson and (lesson := here.lesson(self.part, self.lesson)):
            return lesson.title
        if self.part and (part := here.part(self.part)):
            return part.document.title
        course = here.named(self.course)
        return course.document.title if course else ""


def of(address: str, platform: Platform) -> Target:
    """Raises Refused for an address that is not ours, or where nothing is that may be opened."""
    if len(address) > LONGEST or not _is_ours(address):
        raise Refused(
            _(
                "This link leads to another site than this one. Ask whoever made the link to choose the lesson again."
            ),
            why=_("target_link_uri leads to another site: %(address)s") % {"address": address[:120]},
            platform=platform,
        )
    path = urlsplit(address).path or "/"
    language = languages.of(path)
    with translation.override(language):
        found = _found(path, language)
    if found is None:
        raise Refused(
            _("The lesson is not here any longer. Ask whoever made the link to choose another one."),
            why=_("Nothing can be opened at %(path)s") % {"path": path[:120]},
            status=404,
            platform=platform,
        )
    return found


def _is_ours(address: str) -> bool:
    try:
        theirs, ours = urlsplit(address), urlsplit(settings.BASE_URL)
        return (theirs.scheme, theirs.netloc.lower()) == (ours.scheme, ours.netloc.lower())
    except ValueError:
        return False


def _found(path: str, language: str) -> Target | None:
    """Closed courses are not opened this way: whoever may see them has their link."""
    here = shelf.now(language)
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name, about = match.view_name, match.kwargs
    if name in WHOLE:
        return course(here.main, language) if here.main else None
    if name == "player:other-course" and (named := here.named(about["course"])):
        return course(named, language)
    if name == "player:part" and (found := here.part(about["part"])):
        return part(found, language)
    if name == "player:lesson" and (entry := here.lesson(about["part"], about["lesson"])):
        return lesson(entry, language)
    return None


def course(found: CourseOnShelf, language: str) -> Target:
    main = shelf.now(language).main
    if main and main.slug == found.slug:
        path = languages.link(language, "player:course")
    else:
        path = languages.link(language, "player:other-course", found.slug)
    return Target(found.slug, "", "", language, path)


def part(found: PartOnShelf, language: str) -> Target:
    path = languages.link(language, "player:part", found.slug)
    return Target(_around(found.slug, language), found.slug, "", language, path)


def lesson(entry: Entry, language: str) -> Target:
    with translation.override(language):
        path = reverse("player:lesson", args=[entry.part, entry.slug])
    return Target(_around(entry.part, language), entry.part, entry.slug, language, path)


def _around(slug: str, language: str) -> str:
    found = shelf.now(language).around(slug)
    return found.slug if found else ""


def lessons_of(course: str, part: str, lesson: str) -> set[int]:
    """The ids of the lessons that stand in it now: those that must be done for it to be done."""
    whole = shelf.now().whole
    rows = [one for one in whole.every if one.slug == course or (part and not course)]
    return {
        entry.lesson
        for one in rows
        for each in one.parts
        for entry in each.lessons
        if part in ("", each.slug) and lesson in ("", entry.slug)
    }
