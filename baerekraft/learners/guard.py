"""Guarding learners' posts against other sites without a token in the page.

The algorithm of Go's http.CrossOriginProtection: believe Sec-Fetch-Site, else compare Origin with Host.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from baerekraft.learners import passes

SAFE = {"GET", "HEAD", "OPTIONS"}


def from_elsewhere(environ: dict[str, Any]) -> bool:
    """Whether a browser says that another site made this request."""
    if environ["REQUEST_METHOD"] in SAFE:
        return False
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if site:
        return site not in {"same-origin", "none"}
    origin = environ.get("HTTP_ORIGIN")
    try:
        return bool(origin) and urlsplit(origin).netloc != environ.get("HTTP_HOST")
    except ValueError:
        return True


def learners_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the learner who asks; whoever has not entered is shown the way in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        learner = passes.learner_of(request)
        return view(request, learner, *args, **kwargs) if learner else redirect("player:enter")

    return guarded


def own_pages_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse posts that another site's page has sent; what ours send is UTF-8, whatever the request says."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if from_elsewhere(request.META):
            raise PermissionDenied("cross-site request")
        request.encoding = settings.DEFAULT_CHARSET
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)
