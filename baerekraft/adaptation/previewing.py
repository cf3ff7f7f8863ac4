"""The variant as a learner will see it, before it is published."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext as _

from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.variant import Incomplete, Variant
from baerekraft.authoring import reach
from baerekraft.player import municipal


def show(page: LocalLessonPage, request: HttpRequest) -> HttpResponse:
    try:
        if not reach.is_open(page.original):
            raise Incomplete(_("The county has closed the course. The local variant is kept, and not shown."))
        response = municipal.preview(request, Variant(page).document(), page.municipality)
    except Incomplete as error:
        response = render(request, "adaptation/incomplete.html", {"fault": str(error)})
    # The editor shows the preview in a frame of its own page.
    policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
    response["Content-Security-Policy"] = build_policy(policy)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
