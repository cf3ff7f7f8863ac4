"""The way into a closed course. Looking changes nothing, so that a mail scanner may look; a button opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baerekraft.catalog import shelf
from baerekraft.learners.guard import own_pages_only
from baerekraft.player import doors, lessons
from baerekraft.player.saying import message


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def enter(request: HttpRequest, secret: str) -> HttpResponse:
    course = doors.by_secret(secret)
    if course is None:
        response = message(
            request,
            _("This link does not open any course"),
            _("It may be incomplete, or have been replaced by a new one. Ask whoever gave it to you."),
            action=(reverse("player:course"), _("See the open course")),
            status=404,
        )
    elif request.method == "POST":
        address = lessons.course_url(shelf.spoken(), course)
        response = HttpResponse(status=303, headers={"Location": address})
        doors.let_in(request, response, course)
    else:
        response = render(request, "player/entrance.html")
    # The secret in the address travels no further.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
