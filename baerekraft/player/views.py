"""The learners' public pages under Django: as the others, but what is withdrawn says so, and closed courses ask for a key."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.pages import registry, serving, views
from baerekraft.player import doors
from baerekraft.player.saying import message


@require_GET
def public(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    try:
        return views.public(request, **kwargs)
    except Http404:
        return closed(request, **kwargs) or missing(request, **kwargs)


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
    """A closed course's page, for whoever has been let in: made for this request and kept nowhere."""
    on_shelf = doors.shelf_for(request)
    match = request.resolver_match
    maker = registry.PAGES.get(match.view_name) if match and on_shelf.opened else None
    made = maker(on_shelf, **kwargs) if maker else None
    if made is None:
        return None
    body, content_type = serving.drawn(made, request.path)
    response = HttpResponse(body, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def missing(
    request: HttpRequest, *, part: str = "", lesson: str = "", course: str = "", **kwargs: Any
) -> HttpResponse:
    """What is withdrawn says so, but for closed courses; anything else was never here. Raises Http404."""
    on_shelf = shelf.spoken()
    if course and on_shelf.main and on_shelf.main.slug == course:
        return redirect("player:course")
    opened = doors.opened(request)
    if course and any(
        one.slug == course and (one.slug in opened or not one.is_closed) for one in on_shelf.withdrawn
    ):
        return withdrawn(request, _("This course has been withdrawn"))
    here = on_shelf.lesson(part, lesson) if lesson else on_shelf.part(part)
    around = on_shelf.closed_around(part)
    if not here and (around is None or around.slug in opened):
        known = PublishedLesson.objects.filter(lesson__part__slug=part)
        if lesson and known.filter(lesson__slug=lesson).exists():
            return withdrawn(request, _("This lesson has been withdrawn"))
        if not lesson and known.exists():
            return withdrawn(request, _("This part has been withdrawn"))
    raise Http404


def withdrawn(request: HttpRequest, title: str) -> HttpResponse:
    text = _("It is being worked on, or has been replaced. Your answers are saved.")
    action = (reverse("player:course"), _("See the whole course"))
    return message(request, title, text, action=action, status=410)
