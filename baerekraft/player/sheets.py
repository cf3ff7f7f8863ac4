"""Sheets: one page to hold a meeting by, for reading on screen and as a PDF; a part's discussion sheet and a lesson's tool."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.catalog import shelf
from baerekraft.catalog.document import CourseDocument, Sheet
from baerekraft.catalog.models import PublishedCourse, PublishedLesson
from baerekraft.catalog.shelf import Entry, PartOnShelf, Shelf
from baerekraft.pdf import compile as typesetting
from baerekraft.player import lessons

TEMPLATE = Path(__file__).parent / "pdf" / "sheet.typ"


@dataclass(frozen=True)
class Placed:
    """A sheet where it belongs: in a part, and in one of its lessons when it is the lesson's tool."""

    sheet: Sheet
    language: str
    course: CourseDocument | None
    part: PartOnShelf
    entry: Entry | None
    issued_on: date

    @property
    def home(self) -> str:
        """The address of the lesson or the part that it goes with."""
        return (
            reverse("player:lesson", args=[self.entry.part, self.entry.slug])
            if self.entry
            else reverse("player:part", args=[self.part.slug])
        )

    @property
    def pdf_url(self) -> str:
        return (
            reverse("player:tool-pdf", args=[self.entry.part, self.entry.slug])
            if self.entry
            else reverse("player:discussion-pdf", args=[self.part.slug])
        )


def tool(on_shelf: Shelf, part: str, lesson: str) -> Placed | None:
    """The lesson's tool, in the course's own language where the translation has none yet."""
    entry = on_shelf.lesson(part, lesson)
    if entry is None:
        return None
    if entry.document.tool is None:
        return None if _is_own(on_shelf) else tool(shelf.now().opening(on_shelf.opened), part, lesson)
    row = PublishedLesson.objects.get(pk=entry.published)
    return _placed(on_shelf, entry.document.tool, entry.language, on_shelf.home_of(entry), entry, row)


def discussion(on_shelf: Shelf, part: str) -> Placed | None:
    """The part's discussion sheet, in the course's own language where the translation has none yet."""
    found, course = on_shelf.part(part), on_shelf.around(part)
    if found is None or course is None:
        return None
    if found.document.discussion is None:
        return None if _is_own(on_shelf) else discussion(shelf.now().opening(on_shelf.opened), part)
    language = course.document.language
    row = PublishedCourse.objects.filter(slug=course.slug, language=language).latest("version")
    return _placed(on_shelf, found.document.discussion, language, found, None, row)


def _is_own(on_shelf: Shelf) -> bool:
    return on_shelf.language == settings.LANGUAGE_CODE


def _placed(
    on_shelf: Shelf, sheet: Sheet, language: str, part: PartOnShelf, entry: Entry | None, row: Any
) -> Placed:
    course = on_shelf.around(part.slug)
    issued_on = timezone.localtime(row.published_at).date()
    return Placed(sheet, language, course.document if course else None, part, entry, issued_on)


def pdf(placed: Placed) -> bytes:
    """The sheet as one page of PDF/UA-1 and PDF/A-2a, in the sheet's own language whatever the page's."""
    with translation.override(placed.language):
        data = _on_paper(placed)
    return typesetting.pdf(TEMPLATE, data, language=placed.language, created_on=placed.issued_on)


def _on_paper(placed: Placed) -> dict[str, Any]:
    sheet = placed.sheet
    return {
        **sheet.model_dump(),
        "tick": placed.entry is not None,
        "course": placed.course.title if placed.course else "",
        "place": place(placed),
        "time": duration(sheet.minutes),
        "address": settings.BASE_URL + placed.home,
        "dated": date_format(placed.issued_on, "j. F Y" if placed.language != "en" else "j F Y"),
        "issuer": settings.ISSUER,
        "words": {
            "kind": kind(placed),
            "when": _("When:"),
            "time": _("Time:"),
            "present": _("Present"),
            "date": _("Date"),
            "ending": _("To finish:"),
            "notes": _("Notes"),
        },
    }


def kind(placed: Placed) -> str:
    return _("Tool") if placed.entry else _("Discussion sheet")


def place(placed: Placed) -> str:
    part = _("Part %(number)d") % {"number": placed.part.number}
    if placed.entry is None:
        return f"{part}: {placed.part.document.title}"
    return _("%(part)s, lesson %(number)d: %(title)s") % {
        "part": part,
        "number": placed.entry.number,
        "title": placed.entry.title,
    }


def duration(minutes: int) -> str:
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}


def context(placed: Placed) -> dict[str, Any]:
    """What the sheet's page shows."""
    return {
        "placed": placed,
        "unlisted": lessons.is_unlisted(placed.course),
        "sheet": placed.sheet,
        "kind": kind(placed),
        "place": place(placed),
        "kilobytes": max(1, round(len(pdf(placed)) / 1000)),
    }
