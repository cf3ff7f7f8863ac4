"""A clear page that says one thing and shows a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.learners.mailed import TokenRefused


def message(
    request: HttpRequest, title: str, text: str, *, action: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    url, label = action or (reverse("player:course"), _("See the course"))
    context = {"title": title, "text": text, "action_url": url, "action_label": label}
    return render(request, "design/message.html", context, status=status)


def refused(request: HttpRequest, refusal: TokenRefused) -> HttpResponse:
    if refusal.reason == "expired":
        text = _(
            "The links in the e-mails worked until 60 days after the campaign. The course is still open."
        )
        return message(request, _("This link is too old"), text, status=410)
    text = _("Open it from the e-mail again, or copy the whole address. Part of it may be missing.")
    return message(request, _("This link does not work"), text, status=404)


def withdrawn(request: HttpRequest, pace_url: str) -> HttpResponse:
    text = _("It is being worked on, or has been replaced. You do not need to do anything.")
    action = (pace_url, _("See what you get by e-mail"))
    return message(request, _("This lesson has been withdrawn"), text, action=action, status=410)
