"""Who may do what: a view is given the link that was opened, when it carries the right."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from baerekraft.assessments import links
from baerekraft.assessments.links import LinkEnded, NoSuchLink
from baerekraft.assessments.models import Assessment, Link
from baerekraft.learners.guard import own_pages_only

RIGHTS = (Link.Right.READ, Link.Right.COMMENT, Link.Right.EDIT)
# Neither search engines, caches, nor the next site's log get to know the address.
SECRECY = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
}

View = Callable[..., HttpResponse]


def holding(right: Link.Right) -> Callable[[View], View]:
    """The view gets the link in place of the secret; others are told that there is nothing, or why it has ended."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
            return secretly(_answer(view, right, request, secret, *args, **kwargs))

        # A form with every target is a third of a megabyte of much the same.
        return own_pages_only(gzip_page(guarded))

    return decorate


def secretly(response: HttpResponse) -> HttpResponse:
    for name, value in SECRECY.items():
        response.headers[name] = value
    return response


def _answer(
    view: View, right: Link.Right, request: HttpRequest, secret: str, *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        link = links.open(secret)
    except NoSuchLink:
        return render(request, "assessments/no_link.html", status=404)
    except LinkEnded as ended:
        return render(request, "assessments/ended.html", {"link": ended.link}, status=410)
    if RIGHTS.index(Link.Right(link.right)) < RIGHTS.index(right):
        return render(request, "assessments/too_little.html", {"link": link, "needed": right}, status=403)
    try:
        return view(request, link, *args, **kwargs)
    except Assessment.DoesNotExist:  # somebody has deleted it meanwhile
        return render(request, "assessments/ended.html", {"link": Link.objects.get(pk=link.pk)}, status=410)
