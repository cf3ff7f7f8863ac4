"""The way in to the API: open for reading from every site, the same for everyone, and with one way to say no."""

import gzip
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

from baerekraft.interop.api import problems
from baerekraft.pages.serving import CACHE, REFUSED

ROOT = "/api/v1/"
METHODS = "GET, HEAD, OPTIONS"
# Without Access-Control-Allow-Credentials a browser sends no cookie along, and none is read here.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
WORTH_PACKING = 1000

Next = Callable[[HttpRequest], HttpResponse]


def public(get_response: Next) -> Next:
    def respond(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return get_response(request)
        response = _answer(request, get_response)
        for name, value in OPEN.items():
            response[name] = value
        return response

    return respond


def language(request: HttpRequest) -> str:
    """The one asked for, else the first the reader has that we have too. No cookie has a say."""
    known = dict(settings.LANGUAGES)
    wanted = request.GET.get("language", "")
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code in (wanted, *(code.partition("-")[0] for code, quality in accepted if quality)):
        code = "nb" if code == "no" else code
        if code in known:
            return code
    return settings.LANGUAGE_CODE


def _answer(request: HttpRequest, get_response: Next) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.path_info.endswith("/") and request.path_info != ROOT:
        return _without_slash(request)
    translation.activate(language(request))
    response = _got(request, get_response)
    if response.status_code == 200:
        response = _tagged(request, response)
    if response.status_code >= 400:
        response = _refusal(response)
    return _packed(request, response)


def _without_slash(request: HttpRequest) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(escape_uri_path(request.path.rstrip("/")) + query)


def _got(request: HttpRequest, get_response: Next) -> HttpResponse:
    """A HEAD is a GET without the body, and the views know only GET."""
    asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    try:
        return get_response(request)
    finally:
        request.method = asked


def _refusal(response: HttpResponse) -> HttpResponse:
    if response.get("Content-Type") != problems.TYPE:
        response = problems.respond(response.status_code)
    if response.status_code == 405:
        response["Allow"] = METHODS
    response["Cache-Control"] = "no-store"
    return response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    # Weak, because the packed bytes and the plain ones share it.
    etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding, Accept-Language"
    response["Cache-Control"] = CACHE
    return get_conditional_response(request, etag=etag, response=response) or response


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    body = response.content
    if len(body) > WORTH_PACKING and "gzip" in REFUSED.sub("", request.headers.get("Accept-Encoding", "")):
        body = gzip.compress(body, 6, mtime=0)
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    response.content = b"" if request.method == "HEAD" else body
    return response
