"""Connections › Webhooks: who is told, how it went, and what staff can do about it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from baerekraft.interop import outgoing
from baerekraft.interop.staff import CARDS, Card, administrators_only
from baerekraft.interop.webhooks import delivering, keeping, tasks, telling
from baerekraft.interop.webhooks.keeping import NotAdded
from baerekraft.interop.webhooks.models import CHOSEN, Delivery, Webhook

SHOWN = 100

CARDS.append(
    Card(
        title=_("Webhooks"),
        text=_(
            "Another system is told when somebody completes a part, gets a certificate or finishes a check."
        ),
        url_name="webhooks",
        icon="mail",
    )
)


class Addition(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Who is told, such as the HR system."))
    url = forms.CharField(
        label=_("Address"), max_length=1000, help_text=_("Where it listens, beginning with https://.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=[(kind.value, kind.label) for kind in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        try:
            outgoing.check(url)
        except outgoing.Refused as error:
            raise forms.ValidationError(str(error)) from None
        return url


@administrators_only
@never_cache
def webhooks(request: HttpRequest) -> HttpResponse:
    form = Addition(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook, secret = keeping.add(**form.cleaned_data, at=timezone.now())
        except NotAdded as error:
            form.add_error("url", str(error))
        else:
            return _secret(request, webhook, secret)
    return render(request, "interop/staff/webhooks.html", {"form": form, "webhooks": Webhook.objects.all()})


@administrators_only
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    shown = found.deliveries.all()[:SHOWN]
    kinds = [kind.label for kind in CHOSEN if kind in found.kinds]
    context: dict[str, Any] = {"webhook": found, "kinds": kinds, "deliveries": shown, "most": SHOWN}
    return render(request, "interop/staff/webhook.html", context)


@administrators_only
@require_POST
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    telling.ping(get_object_or_404(Webhook, pk=pk), at=timezone.now())
    messages.success(
        request, _("A test message is on its way. Open this page again in a moment to see how it went.")
    )
    return redirect("webhook", pk)


@administrators_only
@require_POST
@never_cache
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    return _secret(request, found, keeping.renew_secret(found))


@administrators_only
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.pause(get_object_or_404(Webhook, pk=pk), at=timezone.now())
    return redirect("webhook", pk)


@administrators_only
@require_POST
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.take_up(get_object_or_404(Webhook, pk=pk), at=timezone.now())
    return redirect("webhook", pk)


@administrators_only
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Webhook, pk=pk)
    found.delete()
    messages.success(request, _("%(name)s is told nothing more.") % {"name": found.name})
    return redirect("webhooks")


@administrators_only
@require_POST
def replay(request: HttpRequest, pk: int, delivery: str) -> HttpResponse:
    found = get_object_or_404(Delivery, webhook=pk, pk=delivery)
    now = timezone.now()
    delivering.again(found, at=now)
    tasks.book(at=now)
    messages.success(request, _("It is on its way again."))
    return redirect("webhook", pk)


def _secret(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """The one time that it is shown: as the answer itself, so that it lies nowhere."""
    return render(request, "interop/staff/webhook_secret.html", {"webhook": webhook, "secret": secret})


ADDRESSES: list[URLPattern] = [
    path("koblinger/webhooks/", webhooks, name="webhooks"),
    path("koblinger/webhooks/<int:pk>/", webhook, name="webhook"),
    path("koblinger/webhooks/<int:pk>/proving/", ping, name="webhook_ping"),
    path("koblinger/webhooks/<int:pk>/hemmelighet/", secret, name="webhook_secret"),
    path("koblinger/webhooks/<int:pk>/pause/", pause, name="webhook_pause"),
    path("koblinger/webhooks/<int:pk>/gjenopptaking/", resumption, name="webhook_resumption"),
    path("koblinger/webhooks/<int:pk>/tilbakekalling/", withdrawal, name="webhook_withdrawal"),
    path("koblinger/webhooks/<int:pk>/<uuid:delivery>/", replay, name="webhook_replay"),
]
