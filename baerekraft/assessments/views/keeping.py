"""Where the warning leads: one button that keeps the assessment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from baerekraft.assessments import links, retention
from baerekraft.assessments.access import holding
from baerekraft.assessments.models import Link


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.EDIT)
def keeping(request: HttpRequest, link: Link) -> HttpResponse:
    assessment = link.assessment
    assert assessment  # noqa: S101 (an open link has one)
    if request.method == "POST":
        retention.keep(assessment, at=timezone.now())
        return redirect("assessments:overview", links.secret(link))
    context = {
        "assessment": assessment,
        "secret": links.secret(link),
        "gone_on": retention.gone_on(assessment),
    }
    return render(request, "assessments/keep.html", context)
