"""Making and changing a campaign. Nothing that somebody else has saved is written over unseen."""

import json
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baerekraft.campaigns.models import Campaign
from baerekraft.insight import access, merging, planned
from baerekraft.insight.campaign_form import CampaignForm, fresh
from baerekraft.insight.merging import Values
from baerekraft.reports.scopes import Scope

# Read aloud and typed from a poster: nothing that looks like something else.
LETTERS = "bcdfghjkmnpqrstvwxz23456789"


@require_http_methods(["GET", "POST"])
@access.place
def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    language = translation.get_language() or "nb"
    campaign = fresh(scope, request.user, today=timezone.localdate(), language=language)  # type: ignore[arg-type]
    form = CampaignForm(request.POST or None, instance=campaign, scope=scope)
    if request.method == "POST" and form.is_valid() and "dates" not in request.POST:
        campaign.code = "".join(secrets.choice(LETTERS) for _letter in range(8))
        campaign.created_at = timezone.now()
        campaign.save()
        return redirect(access.address(scope, "campaign", pk=campaign.pk))
    return _page(request, scope, campaign, form)


@require_http_methods(["GET", "POST"])
@access.campaign
def edit(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    if campaign.ended_at:
        messages.error(request, _("The campaign has ended. Copy it as a new one instead."))
        return redirect(access.address(scope, "campaign", pk=campaign.pk))
    theirs, revision = merging.values(campaign), campaign.revision
    form = CampaignForm(request.POST or None, instance=campaign, scope=scope)
    if request.method == "POST" and form.is_valid() and "dates" not in request.POST:
        return _save(request, scope, campaign, theirs, revision)
    base = request.POST.get("base") or json.dumps(theirs)
    return _page(request, scope, campaign, form, base=base, revision=request.POST.get("revision") or revision)


def _save(
    request: HttpRequest, scope: Scope, campaign: Campaign, theirs: Values, revision: int
) -> HttpResponse:
    mine = _chosen(request, merging.values(campaign), theirs)
    base = _base(request, theirs)
    found, clashing = merging.merged(base, mine, theirs)
    unseen = request.POST.get("revision") != str(revision)
    merging.lay(found, campaign)
    if not (unseen and clashing) and merging.save(campaign, revision=revision):
        if unseen and campaign.started_at and _base(request, theirs) != theirs:
            messages.success(
                request,
                _("Saved. The campaign has been started meanwhile: only what may still change is changed."),
            )
        elif unseen and found != mine:
            messages.success(
                request, _("Saved. Somebody else changed other things meanwhile; both are kept.")
            )
        else:
            messages.success(request, _("Saved."))
        return redirect(access.address(scope, "campaign", pk=campaign.pk))
    if not (unseen and clashing):  # saved by somebody else this very moment
        campaign.refresh_from_db()
        theirs, revision = merging.values(campaign), campaign.revision
        found, clashing = merging.merged(base, mine, theirs)
        merging.lay(found, campaign)
    return _page(
        request,
        scope,
        campaign,
        CampaignForm(instance=campaign, scope=scope),
        base=json.dumps(theirs),
        revision=revision,
        clashes=merging.clashes(clashing, mine, theirs),
    )


def _chosen(request: HttpRequest, mine: Values, theirs: Values) -> Values:
    """Where she was shown both versions, the one she keeps."""
    return {
        name: theirs[name] if request.POST.get(f"keep-{name}") == "theirs" else value
        for name, value in mine.items()
    }


def _base(request: HttpRequest, theirs: Values) -> Values:
    """What she saw when she began; what the page cannot say is taken as unchanged since."""
    try:
        said = json.loads(request.POST.get("base", ""))
    except (ValueError, RecursionError):
        said = None
    return theirs | said if isinstance(said, dict) else theirs


def _page(
    request: HttpRequest, scope: Scope, campaign: Campaign, form: CampaignForm, **around: Any
) -> HttpResponse:
    plannable = form.is_valid() or not form.is_bound
    context = {
        "scope": scope,
        "campaign": campaign,
        "form": form,
        "mailings": planned.mailings(campaign, now=timezone.now()) if plannable else [],
        "base": "",
        "revision": "",
        "clashes": [],
        **around,
    }
    return render(request, "insight/campaign_form.html", context)
