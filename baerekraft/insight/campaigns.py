"""A place's campaigns: the list, one of them, and what is done with it as a whole."""

import secrets
from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baerekraft.campaigns import planning, refusing, sending
from baerekraft.campaigns.models import Campaign, Recipient, Refusal
from baerekraft.insight import access, following, merging, planned
from baerekraft.insight.campaign_editing import LETTERS
from baerekraft.insight.campaign_form import first_day, titles
from baerekraft.reports.scopes import Scope


@require_safe
@access.place
def listing(request: HttpRequest, scope: Scope) -> HttpResponse:
    found = list(access.campaigns(scope).order_by("-created_at"))
    groups = [
        (_("Going now"), [one for one in found if one.started_at and not one.ended_at]),
        (_("Drafts"), [one for one in found if not one.started_at]),
        (_("Ended"), [one for one in found if one.ended_at]),
    ]
    return render(request, "insight/campaigns.html", {"scope": scope, "found": found, "groups": groups})


@require_safe
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    context = {
        "scope": scope,
        "campaign": campaign,
        "lessons": titles(campaign.lessons),
        "mailings": planned.mailings(campaign, now=timezone.now()),
        "people": campaign.recipients.listed().count(),
        "lines": following.shown(campaign) if campaign.started_at else [],
    }
    return render(request, "insight/campaign.html", context)


@require_http_methods(["GET", "POST"])
@access.campaign
def start(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """What will happen, told once more before it does."""
    here = access.address(scope, "campaign", pk=campaign.pk)
    if campaign.started_at:
        return redirect(here)
    people = campaign.recipients.listed().count()
    left_out = _left_out(campaign)
    hindrances = _hindrances(campaign, people - sum(left_out.values()))
    if request.method == "POST" and not hindrances:
        if request.POST.get("revision") == str(campaign.revision):
            sending.start(campaign, at=timezone.now())
            messages.success(request, _("The campaign has started."))
            return redirect(here)
        messages.error(
            request, _("Somebody else has changed the campaign meanwhile. Look through it once more.")
        )
    context = {
        "scope": scope,
        "campaign": campaign,
        "people": people,
        "written_to": people - sum(left_out.values()),
        "left_out": [(str(Refusal.Reason(reason).label), count) for reason, count in left_out.items()],
        "hindrances": hindrances,
        "mailings": planned.mailings(campaign, now=timezone.now()),
    }
    return render(request, "insight/campaign_start.html", context)


def _left_out(campaign: Campaign) -> Counter[str]:
    """Those in the list who are not written to, by why: they may have said so since the list came."""
    emails = campaign.recipients.listed().values_list("email", flat=True)
    reasons = refusing.among(emails, campaign.municipality).values()
    return Counter(str(refusing.as_told(reason)) for reason in reasons)


def _hindrances(campaign: Campaign, reachable: int) -> list[str]:
    """Why it cannot start yet, and what to do."""
    found = []
    if planning.is_over(campaign, timezone.now()):
        found.append(_("The last day has passed. Choose a later one."))
    if campaign.way != Campaign.Way.LINK and not reachable:
        found.append(
            _("There is nobody to write to. Bring in people first, or choose only a link and a poster.")
        )
    if not any(entry for _key, entry in titles(campaign.lessons)):
        found.append(_("None of the lessons is published any more. Choose others."))
    return found


@require_http_methods(["GET", "POST"])
@access.campaign
def end(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    if request.method == "POST" or campaign.ended_at or not campaign.started_at:
        if request.method == "POST" and campaign.started_at:
            sending.end(campaign, at=timezone.now())
            messages.success(request, _("The campaign has ended. Nothing more goes out."))
        return redirect(access.address(scope, "campaign", pk=campaign.pk))
    return render(request, "insight/campaign_end.html", {"scope": scope, "campaign": campaign})


@require_POST
@access.campaign
def copy(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """A new draft like this one, with its people when that is ticked."""
    now = timezone.now()
    draft = merging.lay(merging.values(campaign), Campaign(municipality=campaign.municipality))
    draft.title = _("%(title)s (copy)") % {"title": campaign.title[:70]}
    draft.starts_on, draft.ends_on = first_day(timezone.localdate(now)), None
    draft.code = "".join(secrets.choice(LETTERS) for _letter in range(8))
    draft.created_by, draft.created_at = request.user, now  # type: ignore[assignment]
    draft.save()
    if "people" in request.POST:
        kept = ("email", "name", "unit_id", "role", "language")
        rows = campaign.recipients.listed().values(*kept).iterator(chunk_size=2_000)
        sending.add(draft, (Recipient(**row) for row in rows), at=now)
    messages.success(request, _("This is a copy. Nothing goes out until you start it."))
    return redirect(access.address(scope, "campaign", pk=draft.pk))


@require_POST
@access.campaign
def deletion(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """A draft only: what has gone out stays, so that links in mails lead somewhere."""
    with transaction.atomic():
        # Asked again, for somebody else may start it this very moment.
        draft = Campaign.objects.select_for_update().filter(pk=campaign.pk, started_at=None).first()
        if draft:
            draft.delete()
    if draft is None:
        messages.error(request, _("A campaign that has started cannot be deleted. End it instead."))
        return redirect(access.address(scope, "campaign", pk=campaign.pk))
    messages.success(request, _("The draft is deleted."))
    return redirect(access.address(scope, "campaigns"))
