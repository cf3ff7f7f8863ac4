"""Earlier editions of a lesson: a learner who began on one can finish it. Others meet the newest."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.catalog.models import PublishedLesson
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.design import languages
from baerekraft.learners.models import Learner
from baerekraft.pages.registry import Made
from baerekraft.player import lessons
from baerekraft.records import editions


def page(on_shelf: Shelf, part: str, lesson: str, number: int) -> Made | None:
    """The public page of an earlier edition: the same bytes for everyone, as the newest."""
    entry = on_shelf.lesson(part, lesson)
    found = earlier(entry, number) if entry else None
    if entry is None or found is None:
        return None
    return Made("player/lesson.html", lessons.context(on_shelf, entry, earlier=found))


def earlier(entry: Entry, number: int) -> PublishedLesson | None:
    """The edition with this number, when it is an earlier one of the county's lesson."""
    found = PublishedLesson.objects.filter(pk=number, lesson=entry.lesson, municipality=None).first()
    return found if found and editions.is_earlier(found) else None


def address(version: PublishedLesson, name: str = "player:edition") -> str:
    return languages.link(version.language, name, version.lesson.part.slug, version.lesson.slug, version.pk)


def own_address(entry: Entry, version: PublishedLesson) -> str:
    return reverse("player:edition-answers", args=[entry.part, entry.slug, version.pk])


def notice(learner: Learner, entry: Entry) -> dict[str, Any] | None:
    """What a learner in the middle of an earlier edition is told where she meets the newest."""
    # Most lessons have had one version only, and then there is nothing to ask.
    version = editions.begun(learner, entry.lesson) if entry.version > 1 else None
    if version is None:
        return None
    return {
        "version": version.pk,
        "text": _("This lesson has changed since you began."),
        "url": address(version),
        "link": _("Finish the one you began"),
    }
