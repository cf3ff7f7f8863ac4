"""Tickets: what a verified launch said, kept for the few minutes until the person presses the button."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from baerekraft.interop.lti import verifying
from baerekraft.interop.lti.models import LtiLaunch, LtiLogin, is_secret
from baerekraft.interop.lti.refusing import AGAIN, Refused
from baerekraft.interop.lti.targets import Target
from baerekraft.interop.lti.verifying import Message

LASTS = {
    LtiLaunch.Kind.LESSON: timedelta(minutes=5),
    LtiLaunch.Kind.CHOICE: timedelta(hours=1),
    LtiLaunch.Kind.ROSTER: timedelta(hours=1),
}
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LONGEST_URL = 1000


def lesson(message: Message, target: Target, login: LtiLogin, *, at: datetime) -> LtiLaunch:
    """All that is needed to let her in, and nothing else of what the platform told."""
    told = {
        "subject": message.subject,
        "name": message.name,
        "email": message.email,
        "deployment": message.deployment,
        "link": link_of(message),
        "lineitem": lineitem_of(message),
        "target": asdict(target),
    }
    return _book(login, LtiLaunch.Kind.LESSON, told, at=at)


def roster(message: Message, target: Target, login: LtiLogin, *, at: datetime) -> LtiLaunch | None:
    """For whoever teaches there, where the platform tells who takes part."""
    url = message.within(verifying.MEMBERS).get("context_memberships_url")
    if not message.teaches or not isinstance(url, str) or len(url) > LONGEST_URL:
        return None
    told = {
        "url": url,
        "deployment": message.deployment,
        "link": link_of(message),
        "target": asdict(target),
    }
    return _book(login, LtiLaunch.Kind.ROSTER, told, at=at)


def choice(message: Message, login: LtiLogin, language: str, *, at: datetime) -> LtiLaunch:
    settings = message.within(verifying.DEEP_LINKING)
    targets = settings.get("accept_presentation_document_targets")
    told = {
        "deployment": message.deployment,
        "language": language,
        "return_url": str(settings.get("deep_link_return_url", "")),
        "multiple": settings.get("accept_multiple") in (True, "true"),
        # Left out, it says nothing; a platform that takes no line passes it over (LTI-DL 2.0, section 4.4.1).
        "lines": settings.get("accept_lineitem") not in (False, "false"),
        "window": "window" in (targets if isinstance(targets, list) else ()),
        "data": settings.get("data"),
    }
    return _book(login, LtiLaunch.Kind.CHOICE, told, at=at)


def link_of(message: Message) -> str:
    return str(message.within(f"{verifying.CLAIM}resource_link").get("id", ""))


def lineitem_of(message: Message) -> str:
    """Where a score for this link goes, if the platform takes one."""
    grades = message.within(verifying.GRADES)
    scopes, found = grades.get("scope"), grades.get("lineitem")
    takes = isinstance(scopes, list) and SCORE in scopes
    return found if takes and isinstance(found, str) and len(found) <= LONGEST_URL else ""


def _book(login: LtiLogin, kind: LtiLaunch.Kind, told: dict[str, Any], *, at: datetime) -> LtiLaunch:
    return LtiLaunch.objects.create(
        platform=login.platform, kind=kind, told=told, expires_at=at + LASTS[kind]
    )


def find(ticket: str, kind: LtiLaunch.Kind, *, at: datetime) -> LtiLaunch:
    """Raises Refused when it is used, too old, or the platform was withdrawn meanwhile."""
    rows = LtiLaunch.objects.select_related("platform").filter(kind=kind, expires_at__gt=at)
    found = rows.filter(ticket=ticket, platform__withdrawn_at=None).first() if is_secret(ticket) else None
    if found is None:
        raise Refused(
            _("This page has been used already, or was open too long. %(again)s") % {"again": AGAIN},
            status=410,
        )
    return found


def take(ticket: str, kind: LtiLaunch.Kind, *, at: datetime) -> LtiLaunch:
    """The same, once."""
    found = find(ticket, kind, at=at)
    if not LtiLaunch.objects.filter(pk=found.pk).delete()[0]:
        return find("", kind, at=at)
    return found
