"""Headers that differ between learners' pages and staff pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import build_policy

STAFF = ("/redaksjon/", "/drift/")
SIGN_IN = "/redaksjon/inn/"
LEARNERS_CSP = build_policy(dict(settings.SECURE_CSP))  # type: ignore[arg-type]
STAFF_CSP = build_policy(dict(settings.STAFF_CSP))  # type: ignore[arg-type]
SIGN_IN_CSP = build_policy(dict(settings.SIGN_IN_CSP))  # type: ignore[arg-type]
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        signing_in = request.path.startswith(SIGN_IN)
        staff = request.path.startswith(STAFF) and not signing_in
        policy = SIGN_IN_CSP if signing_in else STAFF_CSP if staff else LEARNERS_CSP
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if staff:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return respond
