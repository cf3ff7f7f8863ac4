"""The first half of a launch: the platform says that somebody is coming, and we send her back to be signed in.

What we send with her is kept here and bound to her browser, so that only she can bring the answer, and only once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from baerekraft.interop.lti.models import LtiInvitation, LtiLaunch, LtiLogin, Platform, is_secret
from baerekraft.interop.lti.refusing import AGAIN, Refused

WAITS = timedelta(minutes=10)
FIELDS = ("iss", "client_id", "login_hint", "lti_message_hint", "lti_deployment_id", "target_link_uri")
STORAGE = "lti_storage_target"
LONGEST = 8_000


def begin(sent: Mapping[str, str], *, at: datetime) -> LtiLogin:
    """Raises Refused. 1EdTech Security Framework 1.0, section 5.1.1.1 (third-party initiated login)."""
    asked = {name: sent.get(name, "") for name in (*FIELDS, STORAGE) if sent.get(name)}
    if sum(map(len, asked.values())) > LONGEST or any("\x00" in value for value in asked.values()):
        raise Refused(status=413)
    if not asked.get("iss") or not asked.get("login_hint"):
        raise Refused(_("This address is opened from a learning platform. Go there, and open the lesson."))
    platform = named(asked["iss"], asked.get("client_id", ""))
    sweep(at=at)
    return LtiLogin.objects.create(platform=platform, asked=asked, expires_at=at + WAITS)


def named(issuer: str, client_id: str) -> Platform:
    """The platform with this issuer. It may leave out what it calls us where it is here only once."""
    rows = Platform.objects.filter(issuer=issuer)
    if client_id:
        rows = rows.filter(client_id=client_id)
    found = list(rows.open()[:2])
    if len(found) == 1:
        return found[0]
    withdrawn = rows.first() if not found else None
    if withdrawn:
        raise Refused(
            _(
                "This learning platform can no longer open the course. Ask whoever runs it, or open the course directly."
            ),
            why=_("Someone tried to open the course after the platform was withdrawn."),
            status=403,
            platform=withdrawn,
        )
    raise Refused(
        _("This learning platform is not connected to the course. Ask whoever runs it to connect it first."),
        status=403,
    )


def way(login: LtiLogin) -> str:
    """Where the person is sent to be signed in (section 5.1.1.2)."""
    asked = login.asked
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login.platform.client_id,
        "redirect_uri": f"{settings.BASE_URL}/lti/start/",
        "login_hint": asked["login_hint"],
        "state": login.state,
        "nonce": login.nonce,
    }
    if asked.get("lti_message_hint"):
        query["lti_message_hint"] = asked["lti_message_hint"]
    url = login.platform.auth_login_url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def waiting(state: str, *, at: datetime) -> LtiLogin:
    """The sign-in that this answer belongs to. Raises Refused when it is used, too old or not ours."""
    rows = LtiLogin.objects.select_related("platform").filter(expires_at__gt=at)
    found = rows.filter(state=state).first() if is_secret(state) else None
    if found is None:
        raise Refused(
            _("This way in has been used already, or has waited too long. %(again)s") % {"again": AGAIN}
        )
    if found.platform.withdrawn_at:
        named(found.platform.issuer, found.platform.client_id)
    return found


def use(login: LtiLogin) -> None:
    """Take the nonce out of use. Of two who come at once with the same answer, one gets in."""
    if not LtiLogin.objects.filter(pk=login.pk).delete()[0]:
        raise Refused(platform=login.platform, why=_("The same token was sent twice."))


def binding(login: LtiLogin) -> str:
    """What the browser keeps, in a cookie or with the platform, and must show again."""
    return salted_hmac("lti-login", login.state, algorithm="sha256").hexdigest()[:40]


def is_bound(login: LtiLogin, shown: str) -> bool:
    return constant_time_compare(binding(login), shown)


def cookie_of(login: LtiLogin) -> str:
    """One for each sign-in, so that two tabs do not take each other's."""
    return f"lti-{login.state[:12]}"


def sweep(*, at: datetime) -> None:
    """Delete what no longer opens anything, and with it what the platform told of her or asked with."""
    for model in (LtiLogin, LtiLaunch, LtiInvitation):
        model.objects.filter(expires_at__lte=at).delete()  # type: ignore[attr-defined]
