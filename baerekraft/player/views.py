"""The learners' public pages under Django: as the others, but a withdrawn lesson says so."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.pages import views
from baerekraft.player.entering import message


@require_GET
def public(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    try:
        return views.public(request, **kwargs)
    except Http404:
        return missing(request, **kwargs)


def missing(request: HttpRequest, *, part: str = "", lesson: str = "", **kwargs: Any) -> HttpResponse:
    """A withdrawn lesson says so; anything else was never here."""
    here = shelf.spoken().lesson(part, lesson)
    if (
        lesson
        and not here
        and PublishedLesson.objects.filter(lesson__part__slug=part, lesson__slug=lesson).exists()
    ):
        return message(
            request,
            _("This lesson has been withdrawn"),
            _("It is being worked on, or has been replaced. Your answers are saved."),
            action=(reverse("player:course"), _("See the whole course")),
            status=410,
        )
    raise Http404
