"""A clear page that says one thing and shows a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def message(
    request: HttpRequest, title: str, text: str, *, action: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    url, label = action or (reverse("player:front"), _("Go to the front page"))
    context = {"title": title, "text": text, "action_url": url, "action_label": label}
    return render(request, "design/message.html", context, status=status)
