"""Settings › Connections › Learning platforms: who may open the course, for administrators."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from baerekraft.interop import staff
from baerekraft.interop.lti import framing
from baerekraft.interop.lti.models import LtiInvitation, Platform
from baerekraft.interop.lti.platforms import PlatformForm

INVITED = timedelta(days=7)

staff.CARDS.append(
    staff.Card(
        gettext_lazy("Learning platforms (LTI)"),
        gettext_lazy(
            "Open lessons from Moodle, Canvas, itslearning and others, which are told when someone is done."
        ),
        "connections_lti",
    )
)


def ours() -> list[tuple[str, str]]:
    """What a platform asks for, to copy."""
    base = settings.BASE_URL
    return [
        (_("Address of the tool (target link)"), f"{base}/lti/start/"),
        (_("Address for sign-in (initiate login)"), f"{base}/lti/login/"),
        (_("Redirect address"), f"{base}/lti/start/"),
        (_("Address of our public keys (JWKS)"), f"{base}/lti/jwks.json"),
        (_("Address for choosing content (deep linking)"), f"{base}/lti/start/"),
    ]


@staff.administrators_only
def platforms(request: HttpRequest) -> HttpResponse:
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("%(name)s may open the course now.") % {"name": form.instance.name})
        return redirect("connections_lti")
    waiting = LtiInvitation.objects.filter(used_at=None, expires_at__gt=timezone.now()).order_by("-made_at")
    context = {
        "form": form,
        "platforms": Platform.objects.order_by("withdrawn_at", "name"),
        "ours": ours(),
        "invitations": [
            {"row": row, "url": f"{settings.BASE_URL}/lti/registrering/{row.secret}/"} for row in waiting
        ],
    }
    return render(request, "interop/staff/lti.html", context, status=422 if form.errors else 200)


@staff.administrators_only
def platform(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Platform, pk=pk)
    form = PlatformForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        Platform.objects.filter(pk=pk).update(last_error="", last_error_at=None)
        messages.success(request, _("Saved."))
        return redirect("connections_lti")
    context = {"form": form, "platform": found, "origins": framing.origins(found)}
    return render(request, "interop/staff/lti_platform.html", context, status=422 if form.errors else 200)


@require_POST
@staff.administrators_only
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a platform, or let it in again. Those who came from it keep what they have done."""
    found = get_object_or_404(Platform, pk=pk)
    again = request.POST.get("again") == "1"
    Platform.objects.filter(pk=pk).update(withdrawn_at=None if again else timezone.now())
    text = _("%(name)s may open the course now.") if again else _("%(name)s can no longer open the course.")
    messages.success(request, text % {"name": found.name})
    return redirect("connections_lti")


@require_POST
@staff.administrators_only
def invitation(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    LtiInvitation.objects.create(made_by_id=request.user.pk, made_at=now, expires_at=now + INVITED)
    messages.success(
        request, _("The address is made. Copy it to the platform; it works once, within a week.")
    )
    return redirect("connections_lti")


def addresses() -> list[URLPattern]:
    return [
        path("koblinger/lti/", platforms, name="connections_lti"),
        path("koblinger/lti/<int:pk>/", platform, name="connections_lti_platform"),
        path("koblinger/lti/<int:pk>/tilbakekalling/", withdrawal, name="connections_lti_withdrawal"),
        path("koblinger/lti/registrering/", invitation, name="connections_lti_invitation"),
    ]
