"""The way in for those who are not written to: a link, a QR code and a poster."""

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baerekraft.campaigns import poster as posters
from baerekraft.campaigns.models import Campaign
from baerekraft.insight import access
from baerekraft.reports.scopes import Scope


@require_safe
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    context = {"scope": scope, "campaign": campaign, "way_in": posters.way_in(campaign)}
    return render(request, "insight/way_in.html", context)


@require_safe
@access.campaign
def poster(request: HttpRequest, scope: Scope, campaign: Campaign, paper: str) -> HttpResponse:
    answer = HttpResponse(posters.render(campaign, paper=paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="plakat-{campaign.code}-{paper}.pdf"'
    return answer


@require_safe
@access.campaign
def code(request: HttpRequest, scope: Scope, campaign: Campaign, ending: str) -> HttpResponse:
    """The QR code with the margin it needs, large enough for print."""
    drawn = io.BytesIO()
    made = segno.make_qr(posters.way_in(campaign), error="m")
    made.save(drawn, kind=ending, border=4, scale=24 if ending == "png" else 1)
    answer = HttpResponse(drawn.getvalue(), content_type="image/png" if ending == "png" else "image/svg+xml")
    # The page shows it; saved by itself it has a name.
    answer["Content-Disposition"] = f'inline; filename="qr-{campaign.code}.{ending}"'
    return answer
