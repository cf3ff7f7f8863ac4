"""Pages that a mailed link opens: the link is the permission, and mail scanners open it too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


class TokenRefused(Exception):
    """The link cannot be used; `reason` is "expired" or "wrong"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def page(*, refused: Callable[[HttpRequest, TokenRefused], HttpResponse]) -> Callable[[View], View]:
    """No cookie is looked at, so any page may post; a view that gives a cookie guards itself.

    No page may keep the address or hand it on, and no one else's machine is to index it.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = view(request, *args, **kwargs)
            except TokenRefused as refusal:
                response = refused(request, refusal)
            response.headers.setdefault("Referrer-Policy", "no-referrer")
            response["X-Robots-Tag"] = "noindex"
            return response

        return guarded

    return decorate
