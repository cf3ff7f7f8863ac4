"""Public pages under Django: for tests, for the first request of an edition, and for pages that are not there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from baerekraft.catalog.models import PublishedLesson
from baerekraft.player import lessons, pages
from baerekraft.player.entering import message


@require_GET
def public(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The same bytes that the pages in front of Django serve."""
    served = pages.find(request.path, pages.edition())
    if served is None:
        return missing(request, **kwargs)
    if served.etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=dict(served.unchanged))
    return HttpResponse(served.body[""], headers=dict(served.headers[""]))


def missing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """A withdrawn lesson says so; anything else was never here."""
    part, lesson = kwargs.get("part", ""), kwargs.get("lesson", "")
    here = lessons.on_shelf().lesson(part, lesson)
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
