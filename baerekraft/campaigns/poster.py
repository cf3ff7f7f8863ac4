"""A campaign's poster, A4 or A3: what it is, what it costs in time, and the way in as a code and in clear type."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.campaigns.models import Campaign
from baerekraft.catalog import shelf
from baerekraft.pdf import compile as typesetting
from baerekraft.pdf import qr

TEMPLATE = Path(__file__).parent / "pdf" / "poster.typ"
PAPERS = ("a4", "a3")


def render(campaign: Campaign, *, paper: str) -> bytes:
    """PDF/UA-1; the same campaign on the same day gives the same bytes."""
    address = way_in(campaign)
    with translation.override(campaign.language):
        page = {
            "paper": paper,
            "title": campaign.title,
            "place": str(campaign.unit or campaign.municipality),
            "issuer": settings.ISSUER,
            "address": address,
            "shown_address": address.partition("://")[2].rstrip("/"),
            "qr": qr.svg(address),
            "words": _words(campaign),
            "email": campaign.contact_email,
        }
    return typesetting.pdf(TEMPLATE, page, language=campaign.language, created_on=_made_on(campaign))


def way_in(campaign: Campaign) -> str:
    """The whole address that link, code and poster lead to."""
    with translation.override(campaign.language):
        path = reverse(
            "campaigns:way-in", kwargs={"municipality": campaign.municipality.slug, "code": campaign.code}
        )
    return settings.BASE_URL + path


def _words(campaign: Campaign) -> dict[str, Any]:
    minutes = [lesson.minutes for lesson in _lessons(campaign)]
    count = len(minutes)
    return {
        "course": _("A short course in sustainability"),
        "lead": _("For everyone who works in, or decides for, %(place)s.") % {"place": campaign.municipality},
        "count": ngettext("%(count)d lesson", "%(count)d lessons", count) % {"count": count},
        "time": ngettext("about %(count)d minute each", "about %(count)d minutes each", _typical(minutes))
        % {"count": _typical(minutes)},
        "how": _("On the phone, when it suits you"),
        "scan": _("Point your phone's camera here"),
        "type": _("or type the address"),
        "private": _told(campaign),
        "free": _("No account, no password."),
        "contact": _contact(campaign),
        "qr_alt": _("QR code that leads to the course"),
        "description": _("Poster for %(title)s") % {"title": campaign.title},
    }


def _told(campaign: Campaign) -> str:
    if campaign.named:
        return _("Your coordinator can see whether you have completed. Nobody sees what you answer.")
    return _("Nobody sees what you answer, and no figures point at you.")


def _contact(campaign: Campaign) -> str:
    ways = " · ".join(filter(None, [campaign.contact_name, campaign.contact_phone]))
    return _("Questions? %(ways)s") % {"ways": ways} if ways or campaign.contact_email else ""


def _typical(minutes: list[int]) -> int:
    return round(sum(minutes) / len(minutes)) if minutes else 0


def _lessons(campaign: Campaign) -> list[Any]:
    every = shelf.now(campaign.language).every
    known = {lesson.key: lesson for course in every for lesson in course.lessons}
    return [known[key] for key in campaign.lessons if key in known]


def _made_on(campaign: Campaign) -> date:
    return timezone.localdate(campaign.created_at)
