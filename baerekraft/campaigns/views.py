"""Pages that a campaign's mails lead to: her own pace, the end of the mails, and the way to the lesson."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.campaigns import pacing, reading, saying, tokens, visiting
from baerekraft.campaigns.answering import render_own
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.learners import mailed
from baerekraft.learners.guard import own_pages_only

DONE = {
    "next": lambda: _("The next lesson is on its way to you by e-mail."),
    "pause": lambda: _("You have a break. Nothing more comes before you say so."),
    "resume": lambda: _("You are back. The next lesson comes as planned."),
}


@mailed.page(refused=saying.refused)
def pace(request: HttpRequest, token: str) -> HttpResponse:
    """What she gets, when, and four buttons. Whoever has the link may press them; a scanner presses none."""
    recipient = tokens.recipient(token)
    if request.method != "POST":
        return render(request, "campaigns/pace.html", about_pace(request, recipient, token))
    said = act(recipient, request.POST.get("action", ""))
    where = reverse("campaigns:stop" if said == "stop" else "campaigns:pace", args=[token])
    return HttpResponse(status=303, headers={"Location": where + (f"?gjort={said}" if said in DONE else "")})


def act(recipient: Recipient, action: str) -> str:
    """Do what the button says; tells what came of it, empty for nothing."""
    now = timezone.now()
    match action:
        case "next":
            return "next" if pacing.send_now(recipient, at=now) else ""
        case "pause":
            pacing.pause(recipient, at=now)
        case "resume":
            pacing.resume(recipient, at=now)
        case "stop":
            pacing.stop(recipient, at=now)
        case _:
            return ""
    return action


def about_pace(request: HttpRequest, recipient: Recipient, token: str) -> dict[str, Any]:
    campaign = recipient.campaign
    done = DONE.get(request.GET.get("gjort", ""))
    entries = [
        reading.entry(recipient, n, language=get_language() or "")
        for n in range(1, len(campaign.lessons) + 1)
    ]
    by_mail = campaign.way == Campaign.Way.LESSONS
    return {
        "recipient": recipient,
        "campaign": campaign,
        "token": token,
        "said": done() if done else "",
        "going": bool(campaign.started_at and not campaign.ended_at and not recipient.removed_at),
        "by_mail": by_mail,
        "left": by_mail and recipient.sent < len(campaign.lessons),
        "rows": [
            {"entry": entry, "number": number, "sent": not by_mail or number <= recipient.sent}
            for number, entry in enumerate(entries, start=1)
            if entry
        ],
        "stop_url": reverse("campaigns:stop", args=[token]),
    }


@mailed.page(refused=saying.refused)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more mail: by the page's button, or by the mail program's own (RFC 8058)."""
    recipient = tokens.recipient(token)
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST" and (one_click or request.POST.get("action") == "stop"):
        pacing.stop(recipient, at=timezone.now())
        return HttpResponse(status=200) if one_click else redirect(request.path)
    return render(
        request,
        "campaigns/stop.html",
        {
            "recipient": recipient,
            "campaign": recipient.campaign,
            "pace_url": reverse("campaigns:pace", args=[token]),
        },
    )


@own_pages_only
@mailed.page(refused=saying.refused)
def lesson(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The way from the mail to the lesson on the site, where her answers are kept: a button, and none when she is in already."""
    recipient = tokens.recipient(token)
    entry = reading.entry(recipient, number, language=get_language() or "")
    if entry is None:
        return saying.withdrawn(request, reverse("campaigns:pace", args=[token]))
    visit = visiting.of(request, recipient)
    exercise = request.GET.get("ovelse", "")
    where = reading.address(recipient.campaign, entry, exercise if entry.document.exercise(exercise) else "")
    if request.method != "POST" and visit.is_hers:
        return redirect(where)
    if request.method == "POST" and not visiting.must_ask(request, visit):
        learner = visiting.let_in(visit, at=timezone.now())
        response = HttpResponse(status=303, headers={"Location": where})
        visiting.give_pass(request, response, learner)
        return response
    context = {
        "recipient": recipient,
        "campaign": recipient.campaign,
        "other": visit.somebody_else,
        "lesson": entry,
        "lesson_url": where,
        "pace_url": reverse("campaigns:pace", args=[token]),
    }
    return render_own(request, "campaigns/lesson.html", context)
