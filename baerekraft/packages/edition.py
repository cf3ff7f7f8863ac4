"""What dates a package: the newest of what it is made from, so that the same course gives the same file."""

import uuid
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from baerekraft.catalog.models import PublishedCourse, PublishedGlossary, PublishedLesson
from baerekraft.packages.choice import Choice


def changed_at(choice: Choice) -> datetime:
    """When the newest of its texts was published. Raise NothingChosen where there is nothing."""
    course = choice.chosen_course
    languages = {choice.language, settings.LANGUAGE_CODE}
    lessons = PublishedLesson.objects.filter(pk__in=[entry.published for entry in choice.entries])
    outlines = PublishedCourse.objects.filter(slug=course.slug, language__in=languages)
    glossaries = PublishedGlossary.objects.filter(language__in=languages)
    times = [
        rows.order_by("published_at").values_list("published_at", flat=True).last()
        for rows in (outlines, glossaries)
    ]
    times.append(lessons.order_by("published_at").values_list("published_at", flat=True).last())
    return timezone.localtime(max(time for time in times if time))


def identifier(kind: str, choice: Choice) -> str:
    """The same for each edition of the same choice from this installation."""
    what = (settings.BASE_URL, kind, choice.chosen_course.slug, choice.part, choice.lesson, choice.language)
    return uuid.uuid5(uuid.NAMESPACE_URL, "|".join(what)).urn
