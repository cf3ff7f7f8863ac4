"""Dynamic registration: the platform and we tell each other what we need, by one press of its administrator's button.

LTI Dynamic Registration 1.0. The address is one-time, and made by one of our own administrators.
"""

from datetime import datetime, timedelta
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pylti1p3.dynamic_registration import DynamicRegistration

from baerekraft.interop import outgoing
from baerekraft.interop.lti import framing, storable
from baerekraft.interop.lti.models import LtiInvitation, Platform
from baerekraft.interop.lti.platforms import PlatformForm
from baerekraft.interop.lti.refusing import Refused
from baerekraft.interop.lti.views import only, telling
from baerekraft.learners.guard import own_pages_only

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
ENDPOINTS = ("registration_endpoint", "authorization_endpoint", "token_endpoint", "jwks_uri")
SCOPES = [
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
]
USED = gettext_lazy("This address for registration has been used, or is too old. Ask for a new one.")
SHOWN = timedelta(minutes=10)  # how long after it is used the address tells how it went
NOT_REGISTERED = gettext_lazy("The registration did not go through, and nothing is saved. %(why)s")


class NotRegistered(Exception):
    """The platform did not answer as it should; says why."""


class Ourselves(DynamicRegistration):
    """What we tell a platform of ourselves (section 3.5)."""

    def __init__(self) -> None:
        self.client_name, self.description = str(_("Sustainability in the municipality")), settings.ISSUER

    def get_initiate_login_uri(self) -> str:
        return f"{settings.BASE_URL}/lti/login/"

    def get_jwks_uri(self) -> str:
        return f"{settings.BASE_URL}/lti/jwks.json"

    def get_redirect_uris(self) -> list[str]:
        return [self.get_target_link_uri()]

    def get_scopes(self) -> list[str]:
        return SCOPES

    def get_domain(self) -> str:
        return settings.BASE_URL.partition("://")[2]

    def get_target_link_uri(self) -> str:
        return f"{settings.BASE_URL}/lti/start/"

    def get_claims(self) -> list[str]:
        return ["iss", "sub", "name", "given_name", "family_name", "email"]

    def get_messages(self) -> list[dict[str, str]]:
        here = {"target_link_uri": self.get_target_link_uri(), "label": self.client_name}
        return [{"type": "LtiResourceLinkRequest", **here}, {"type": "LtiDeepLinkingRequest", **here}]

    def get_logo_uri(self) -> str:
        return settings.BASE_URL + static("design/mark.svg")


@own_pages_only
@telling
def register(request: HttpRequest, secret: str) -> HttpResponse:
    """Looking changes nothing; the button lets the worker register, and then shows how it went."""
    only(request, "GET", "HEAD", "POST")
    now = timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    url, token = sent.get("openid_configuration", ""), sent.get("registration_token", "")
    if request.method == "POST" and "show" in sent:
        invitation = shown(secret, at=now)
    else:
        invitation = open_invitation(secret, at=now)
    home = framing.origin_of(url)
    if not home or not storable.is_storable([url, token]):
        raise Refused(
            gettext_lazy(
                "Give this address to your learning platform, as the address for dynamic registration."
            )
        )
    if request.method == "POST" and "show" not in sent:
        ask(invitation, url, token)
    context = {"url": url, "token": token, "home": home, "platform": invitation.platform}
    template = (
        "registered" if invitation.platform else "registering" if request.method == "POST" else "register"
    )
    response = framing.in_frames_of(render(request, f"interop/lti/{template}.html", context), [home])
    # The platform may have opened it in a window, and is told through that when it is done.
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def open_invitation(secret: str, *, at: datetime) -> LtiInvitation:
    found = LtiInvitation.objects.filter(secret=secret, used_at=None, expires_at__gt=at).first()
    if found is None:
        raise Refused(USED, status=410)
    return found


def shown(secret: str, *, at: datetime) -> LtiInvitation:
    """How it went: raises Refused with what went wrong."""
    made = (
        LtiInvitation.objects.select_related("platform").filter(secret=secret, used_at__gt=at - SHOWN).first()
    )
    invitation = made or open_invitation(secret, at=at)
    if invitation.fault:
        raise Refused(NOT_REGISTERED % {"why": invitation.fault}, status=502)
    return invitation


def ask(invitation: LtiInvitation, url: str, token: str) -> None:
    from baerekraft.interop.lti import tasks

    LtiInvitation.objects.filter(pk=invitation.pk).update(asked={"url": url, "token": token}, fault="")
    tasks.register.enqueue(invitation.pk)


def carry_out(pk: int, *, at: datetime) -> None:
    """What the worker does: register, or write down why not, so that the button can be pressed again."""
    invitation = LtiInvitation.objects.filter(pk=pk, used_at=None, expires_at__gt=at).first()
    if invitation is None or not invitation.asked:
        return
    try:
        accept(invitation, invitation.asked["url"], invitation.asked["token"], at=at)
    except NotRegistered as error:
        still = LtiInvitation.objects.filter(pk=pk, used_at=None)
        still.update(asked=None, fault=storable.text(str(error))[:500])


def accept(invitation: LtiInvitation, url: str, token: str, *, at: datetime) -> None:
    """Fetch what the platform is, tell it what we are, and keep both. Nothing is kept unless all of it goes well."""
    try:
        with outgoing.client() as client:
            theirs = told(client.get(url, headers={"Accept": "application/json"}))
            check(theirs, url)
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = client.post(
                theirs["registration_endpoint"], json=Ourselves().lti_registration_data(), headers=headers
            )
            ours = told(answer)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TypeError, RecursionError) as error:
        raise NotRegistered(str(error)) from error
    keep(invitation, theirs, ours, at=at)


def told(answer: httpx.Response) -> dict[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict) or not storable.is_storable(found):
        raise ValueError(_("The platform's answer is not what the standard says."))
    return found


def check(theirs: dict[str, Any], url: str) -> None:
    """Section 3.4: whoever is registered is who answered.

    The standard asks this of the issuer. We ask it of where we register too, for that is where the invitation's token goes;
    the rest of a large platform often stands on a server of its own.
    """
    home = framing.origin_of(url)
    addresses = [theirs.get(name) for name in ENDPOINTS]
    if not isinstance(theirs.get(PLATFORM), dict) or not all(addresses) or {*map(type, addresses)} != {str}:
        raise ValueError(_("The platform's answer is not what the standard says."))
    if framing.origin_of(str(theirs.get("issuer", ""))) != home:
        raise ValueError(_("The platform says that it is another one than the one that was asked."))
    if framing.origin_of(theirs["registration_endpoint"]) != home:
        raise ValueError(
            _("The platform registers at another server. Add it by hand under Connections in the editor.")
        )


def keep(invitation: LtiInvitation, theirs: dict[str, Any], ours: dict[str, Any], *, at: datetime) -> None:
    tool = ours.get(TOOL)
    deployment = tool.get("deployment_id") if isinstance(tool, dict) else None
    form = PlatformForm(
        {
            "name": name_of(theirs),
            "issuer": theirs.get("issuer"),
            "client_id": ours.get("client_id"),
            "deployments": deployment or "",
            "auth_login_url": theirs.get("authorization_endpoint"),
            "auth_token_url": theirs.get("token_endpoint"),
            "key_set_url": theirs.get("jwks_uri"),
            "token_audience": theirs.get("authorization_server") or "",
            "frame_origins": "",
        }
    )
    if not form.is_valid():
        why = "; ".join(f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
        raise NotRegistered(why)
    with transaction.atomic():
        platform: Platform = form.save()
        unused = LtiInvitation.objects.filter(pk=invitation.pk, used_at=None)
        if not unused.update(used_at=at, platform=platform, asked=None, fault=""):
            raise NotRegistered(USED)


def name_of(theirs: dict[str, Any]) -> str:
    host = framing.origin_of(theirs["issuer"]).partition("://")[2]
    product = theirs[PLATFORM].get("product_family_code")
    return f"{host} ({product})"[:120] if isinstance(product, str) and product else host[:120]
