"""The way in from a poster or a link, for those whom no mail reaches: what it is, who sees what, and a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baerekraft.campaigns import entering, planning, reading, saying
from baerekraft.campaigns.models import Campaign
from baerekraft.learners import passes
from baerekraft.learners.guard import own_pages_only


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def enter(request: HttpRequest, municipality: str, code: str) -> HttpResponse:
    campaign = Campaign.objects.select_related("municipality", "unit").filter(code=code).first()
    if campaign is None:
        text = _("It may be incomplete, or the campaign is gone. You can still take the course.")
        return saying.message(request, _("This link leads to no campaign"), text, status=404)
    if campaign.municipality.slug != municipality:
        return redirect("campaigns:way-in", campaign.municipality.slug, campaign.code)
    closed = shut(request, campaign)
    if closed:
        return closed
    learner = passes.learner_of(request)
    entries = reading.of_campaign(campaign, get_language() or "nb")
    if request.method == "POST" and learner and entries:
        entering.join(campaign, learner, at=timezone.now())
        return HttpResponse(status=303, headers={"Location": reading.address(campaign, entries[0])})
    here = reverse("campaigns:way-in", args=[municipality, code])
    join_url = f"{reverse('player:enter')}?{urlencode({'til': here, 'kommune': campaign.municipality.slug})}"
    context = {
        "campaign": campaign,
        "entries": entries,
        "learner": learner,
        "join_url": join_url,
        "minutes": sum(entry.minutes for entry in entries),
    }
    return render(request, "campaigns/way_in.html", context)


def shut(request: HttpRequest, campaign: Campaign) -> HttpResponse | None:
    """The page of a campaign that has not begun, or is over; None while it goes on."""
    if campaign.ended_at or planning.is_over(campaign, timezone.now()):
        text = _("You can still take the course, at your own pace.")
        return saying.message(request, _("This campaign is over"), text, status=410)
    if campaign.started_at is None:
        when = date_format(campaign.starts_on, "DATE_FORMAT")
        text = _("It is planned to begin on %(date)s. Come back then, or have a look at the course now.")
        return saying.message(request, _("This campaign has not begun yet"), text % {"date": when})
    return None
