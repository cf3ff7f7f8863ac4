"""Answering with one view, past the middleware: for the way in and the state, which everybody asks for at once.

The view guards itself (learners.guard) and knows neither session nor staff; what the middleware would add to the
answer is added here.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from baerekraft.config.middleware import LEARNERS_CSP, PERMISSIONS
from baerekraft.design import languages
from baerekraft.pages import database

logger = logging.getLogger("django.request")
HEADERS = {
    "Content-Security-Policy": LEARNERS_CSP,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}
if settings.SECURE_HSTS_SECONDS:
    HEADERS["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"


def respond(
    view: Callable[[HttpRequest], HttpResponse], environ: dict[str, Any], start_response: Any
) -> Iterable[bytes]:
    request = WSGIRequest(environ)
    try:
        with translation.override(languages.of(request.path_info)):
            response = _answer(view, request)
    finally:
        database.give_back()
    if response["Content-Type"].startswith("text/html"):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Length", str(len(response.content)))
    lines = [
        *response.items(),
        *(("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()),
    ]
    start_response(f"{response.status_code} {response.reason_phrase}", lines)
    return [response.content]


def _answer(view: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
        return view(request)
    except PermissionDenied:
        return render(request, "403.html", status=403)
    except (SuspiciousOperation, RequestDataTooBig, BadRequest, MultiPartParserError):
        return render(request, "400.html", status=400)
    except Exception:
        logger.exception("%s %s", request.method, request.path)
        return HttpResponse(render_to_string("500.html"), status=500)
