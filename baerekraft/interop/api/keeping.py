"""Who may keep an answer, and for how long; the tag it is known by, and the same answer packed."""

import gzip
import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from baerekraft.pages.serving import CACHE, REFUSED

ROOT = "/api/v1/"
# What is answered here depends on who asks.
OWN = {"figures", "assessments", "packages"}
# As on the page where a certificate is checked: it can be withdrawn, or its holder's name hidden, at any moment.
FRESH = {"certificates"}
WORTH_PACKING = 1000


def section(request: HttpRequest) -> str:
    return request.path_info.removeprefix(ROOT).partition("/")[0]


def is_own(request: HttpRequest) -> bool:
    """Whether the answer is for whoever asks alone: never for other sites, never in a shared store."""
    return section(request) in OWN or "Authorization" in request.headers


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """With its tag and how it may be kept; 304 where it is as when last asked."""
    response["Vary"] = "Accept-Encoding, Accept-Language"
    if is_own(request):
        response["Vary"] += ", Authorization, Cookie"
    response["Cache-Control"] = _control(request)
    # Weak, because the packed bytes and the plain ones share it. A file comes with its own.
    etag = response.get("ETag") or f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    if response.streaming:
        return _without_body(response) if request.method == "HEAD" else response
    body = response.content
    if len(body) > WORTH_PACKING and "gzip" in REFUSED.sub("", request.headers.get("Accept-Encoding", "")):
        body = gzip.compress(body, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    response.content = b"" if request.method == "HEAD" else body
    return response


def _control(request: HttpRequest) -> str:
    if section(request) in FRESH:
        return "no-store"
    return "private, no-cache" if is_own(request) else CACHE


def _without_body(response: HttpResponse) -> HttpResponse:
    """A file's headers; the file is let go."""
    response.close()
    return HttpResponse(status=response.status_code, headers=response.headers)
