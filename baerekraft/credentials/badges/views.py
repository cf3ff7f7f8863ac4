import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from baerekraft.credentials.badges import checking, issuing, keys, picture, status
from baerekraft.credentials.badges.keys import KeyLocked
from baerekraft.credentials.models import Certificate
from baerekraft.credentials.views import as_written, own, verify_page
from baerekraft.learners import throttle
from baerekraft.learners.guard import learners_only, own_pages_only
from baerekraft.learners.models import Learner

MOST_BYTES = 512 * 1024
CHECKS_A_MINUTE = 10  # from one address: each is a signature to verify
logger = logging.getLogger(__name__)


@require_safe
@cache_control(max_age=300, public=True)
def did(request: HttpRequest) -> HttpResponse:
    """Who we are, for whoever checks a badge (did:web, section 3.2)."""
    return _open(JsonResponse(keys.document(), content_type="application/did+json"))


@require_safe
@cache_control(max_age=300, public=True)
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """One list of revoked badges, as JSON-LD with a proof, or as the JWT that some checkers ask for."""
    if not status.exists(number):
        raise Http404
    now = timezone.now()
    try:
        if "jwt" in request.headers.get("Accept", ""):
            response = HttpResponse(status.as_jwt(number, at=now), content_type="application/vc+jwt")
        else:
            response = JsonResponse(status.as_json(number, at=now), content_type="application/vc")
    except KeyLocked as error:
        return _locked(request, error)
    response["Vary"] = "Accept"
    return _open(response)


@require_safe
@cache_control(max_age=86_400, public=True)
def badge_picture(request: HttpRequest, number: int, suffix: str) -> HttpResponse:
    """The badge's picture without anybody's badge in it."""
    if number > picture.MOST:
        raise Http404
    if suffix == "svg":
        return _open(HttpResponse(picture.svg(number), content_type="image/svg+xml"))
    return _open(HttpResponse(picture.png(number), content_type="image/png"))


def _open(response: HttpResponse) -> HttpResponse:
    """Checkers run on pages of other sites, and these hold nothing about anyone."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


MAKERS: dict[str, tuple[str, Callable[[Certificate], str | bytes]]] = {
    "json": ("application/vc", lambda certificate: issuing.as_json(certificate, at=timezone.now())),
    "jwt": ("application/vc+jwt", issuing.as_jwt),
    "png": ("image/png", issuing.as_png),
    "svg": ("image/svg+xml", issuing.as_svg),
}


@require_GET
@never_cache
@learners_only
def badge(request: HttpRequest, learner: Learner, code: str, suffix: str) -> HttpResponse:
    """The holder's own badge, as a file."""
    certificate = get_object_or_404(own(learner, code).select_related("part", "learner"), revoked_at=None)
    content_type, make = MAKERS[suffix]
    try:
        made = make(certificate)
    except KeyLocked as error:
        return _locked(request, error)
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="merke-{certificate.code}.{suffix}"'
    return response


@require_POST
@own_pages_only
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whoever holds a badge file whether it is this certificate's, unchanged and not revoked."""
    certificate = get_object_or_404(Certificate, code=as_written(code))
    if throttle.exceeded("badge-check", throttle.address_of(request), limit=CHECKS_A_MINUTE):
        response = verify_page(request, certificate, code, said="busy")
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response
    return verify_page(request, certificate, code, said=_said(request, certificate))


def _said(request: HttpRequest, certificate: Certificate) -> str:
    """What to tell of the file: "none", "large", "invalid", "other", "revoked" or "valid"."""
    file = request.FILES.get("badge")
    if file is None or not file.size:
        return "none"
    if file.size > MOST_BYTES:
        return "large"
    try:
        found = checking.check(file.read())
    except checking.NotValid:
        return "invalid"
    if not found.is_of(certificate):
        return "other"
    return "revoked" if found.revoked else "valid"


def _locked(request: HttpRequest, error: KeyLocked) -> HttpResponse:
    logger.error("%s: run `baerekraft rotate-badge-key`", error)
    return render(request, "credentials/badge_locked.html", status=503)
