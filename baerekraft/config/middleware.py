"""Headers that differ between learners' pages and staff pages."""

from django.conf import settings
from django.utils.csp import build_policy

STAFF = ("/redaksjon/", "/drift/")
LEARNERS_CSP = build_policy(settings.SECURE_CSP)
STAFF_CSP = build_policy(settings.STAFF_CSP)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response):
    def respond(request):
        response = get_response(request)
        staff = request.path.startswith(STAFF)
        response.headers.setdefault("Content-Security-Policy", STAFF_CSP if staff else LEARNERS_CSP)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if staff:
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return respond
