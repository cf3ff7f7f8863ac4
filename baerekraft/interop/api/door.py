"""The way in to the API: open for reading from every site, the same for everyone, and with one way to say no.

Only what is a coordinator's or a machine's own is theirs alone: no other site may read it, and nobody keeps it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

from baerekraft.interop.api import keeping, limits, problems
from baerekraft.interop.api.keeping import ROOT
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.tokens import bearer

METHODS = "GET, HEAD, OPTIONS"
# Without Access-Control-Allow-Credentials a browser sends no cookie along, and none is read here.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, ETag, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, Retry-After",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

Next = Callable[[HttpRequest], HttpResponse]


def public(get_response: Next) -> Callable[[HttpRequest], HttpResponseBase]:
    def respond(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ROOT):
            return get_response(request)
        response = _answer(request, get_response)
        for name, value in ({} if keeping.is_own(request) else OPEN).items():
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


def _answer(request: HttpRequest, get_response: Next) -> HttpResponseBase:
    if request.method == "OPTIONS":
        own = keeping.is_own(request)
        return HttpResponse(status=204, headers={"Allow": METHODS} if own else PREFLIGHT)
    if request.path_info.endswith("/") and request.path_info != ROOT:
        return _without_slash(request)
    translation.activate(language(request))
    response = _counted(request, get_response)
    if response.status_code == 200:
        response = keeping.tagged(request, response)
    if response.status_code >= 400:
        response = _refusal(response)
    return keeping.packed(request, response)


def _without_slash(request: HttpRequest) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(escape_uri_path(request.path.rstrip("/")) + query)


def _counted(request: HttpRequest, get_response: Next) -> HttpResponse:
    """Who asks, whether too often, and then the answer. Whoever tries out tokens is counted by address."""
    known = _recognised(request)
    spent = limits.spend(request)
    try:
        if spent:
            spent.refuse()
        if not known:
            raise problems.no_such_token()
        response = _got(request, get_response)
    except Refused as refused:
        response = problems.refused(request, refused)
    if spent:
        spent.tell(response)
    return response


def _recognised(request: HttpRequest) -> bool:
    """Remember the token for what comes behind; False when one was sent that does not open anything."""
    try:
        request.token = bearer.token_of(request, at=timezone.now())  # type: ignore[attr-defined]
    except bearer.NotAccepted:
        return False
    return True


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
