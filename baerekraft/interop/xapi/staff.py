"""Connections › Learning record stores: which ones get statements, and how far they have come."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from baerekraft.interop import outgoing
from baerekraft.interop.staff import CARDS, Card, administrators_only
from baerekraft.interop.xapi import keeping
from baerekraft.interop.xapi.keeping import NotAdded
from baerekraft.interop.xapi.models import Lrs

CARDS.append(
    Card(
        title=_("Learning record stores"),
        text=_("What learners do goes as xAPI statements to an LRS, without their names."),
        url_name="record_stores",
        icon="history",
    )
)


class Addition(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    endpoint = forms.CharField(
        label=_("Endpoint"),
        max_length=1000,
        help_text=_(
            "The address that its documentation calls endpoint, such as https://lrs.example.no/xapi. Not with /statements at the end."
        ),
    )
    key = forms.CharField(label=_("Key"), max_length=200, help_text=_("It may also be called user name."))
    secret = forms.CharField(
        label=_("Secret"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It may also be called password. It is kept encrypted."),
    )
    earlier = forms.BooleanField(label=_("Also send what has been done until now"), required=False)

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"]).rstrip("/").removesuffix("/statements")
        try:
            outgoing.check(endpoint)
        except outgoing.Refused as error:
            raise forms.ValidationError(str(error)) from None
        return endpoint


@administrators_only
def record_stores(request: HttpRequest) -> HttpResponse:
    form = Addition(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.add(**form.cleaned_data, at=timezone.now())
        except NotAdded as error:
            form.add_error("endpoint", str(error))
        else:
            messages.success(
                request, _("Statements are sent from now on, a minute or two after they happen.")
            )
            return redirect("record_stores")
    context = {"form": form, "stores": Lrs.objects.all(), "by_email": settings.XAPI_EMAIL}
    return render(request, "interop/staff/record_stores.html", context)


@administrators_only
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.pause(get_object_or_404(Lrs, pk=pk), at=timezone.now())
    return redirect("record_stores")


@administrators_only
@require_POST
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.take_up(get_object_or_404(Lrs, pk=pk), at=timezone.now())
    return redirect("record_stores")


@administrators_only
@require_POST
def beginning(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.start_over(get_object_or_404(Lrs, pk=pk), at=timezone.now())
    messages.success(request, _("Everything is sent again from the beginning."))
    return redirect("record_stores")


@administrators_only
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Lrs, pk=pk)
    found.delete()
    messages.success(request, _("Nothing more is sent to %(name)s.") % {"name": found.name})
    return redirect("record_stores")


ADDRESSES: list[URLPattern] = [
    path("koblinger/lrs/", record_stores, name="record_stores"),
    path("koblinger/lrs/<int:pk>/pause/", pause, name="record_store_pause"),
    path("koblinger/lrs/<int:pk>/gjenopptaking/", resumption, name="record_store_resumption"),
    path("koblinger/lrs/<int:pk>/fra-begynnelsen/", beginning, name="record_store_beginning"),
    path("koblinger/lrs/<int:pk>/tilbakekalling/", withdrawal, name="record_store_withdrawal"),
]
