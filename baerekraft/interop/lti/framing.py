"""Which sites may show a page of ours in a frame: a platform's own, and only the pages that are made for it."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP, build_policy

from baerekraft.interop.lti.models import Platform

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
ANYONE = ("https:", "http:")


def origin_of(url: str) -> str:
    """Scheme, host and port, or nothing where it is not a web address."""
    try:
        parts = urlsplit(url.strip().lower())
    except ValueError:
        return ""
    found = f"{parts.scheme}://{parts.netloc}"
    return found if ORIGIN.fullmatch(found) and "*" not in found else ""


def origins(platform: Platform) -> list[str]:
    own = [origin_of(platform.issuer), origin_of(platform.auth_login_url)]
    more = [each for each in platform.frame_origins.split() if ORIGIN.fullmatch(each)]
    return list(dict.fromkeys(filter(None, [*own, *more])))


def in_frames_of(
    response: HttpResponse, ancestors: Iterable[str], *, forms: Iterable[str] = ()
) -> HttpResponse:
    """Let these sites, and no others, frame the page; `forms` are sites that its forms may lead to."""
    policy = {
        **settings.SECURE_CSP,
        "frame-ancestors": list(ancestors) or [CSP.NONE],
        "form-action": [CSP.SELF, *filter(None, forms)],
    }
    response["Content-Security-Policy"] = build_policy(policy)  # type: ignore[arg-type]
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def stands_alone(request: HttpRequest) -> bool:
    """Whether the browser says that the page gets a window of its own; a browser that says nothing may be in a frame."""
    return bool(request.headers.get("Sec-Fetch-Dest") == "document")
