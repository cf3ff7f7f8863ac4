"""From what is known about a certificate to its PDF."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from baerekraft.pdf import compile as typesetting
from baerekraft.pdf import letters, qr

TEMPLATE = Path(__file__).parent / "certificate.typ"


def render(certificate: Mapping[str, Any]) -> bytes:
    """The certificate as PDF/UA-1 and PDF/A-2a; the same data give the same bytes.

    Needs name, part, course, learning_goals, issued_on (ISO date), issued_in_words, code,
    address (where anyone can check it), issuer and language; `whole_course` if the part is the course itself.
    """
    language = certificate["language"]
    with translation.override(language):
        page = {
            **certificate,
            "name": " ".join(letters.printable(certificate["name"]).split()) or "–",
            "qr": qr.svg(certificate["address"]),
            "words": _words(certificate),
        }
    issued_on = date.fromisoformat(certificate["issued_on"])
    return typesetting.pdf(TEMPLATE, page, language=language, created_on=issued_on)


def _words(certificate: Mapping[str, Any]) -> dict[str, str]:
    whole = certificate.get("whole_course", False)
    return {
        "title": _("Certificate"),
        "description": _("Certificate for %(part)s") % {"part": certificate["part"]},
        # Translators: stands between the name and the part of the course
        "has_completed": _("has completed"),
        "in_course": _("the whole course")
        if whole
        else _("in the course %(course)s") % {"course": certificate["course"]},
        "learning_goals": _("Parts of the course") if whole else _("Learning goals"),
        "issued_on": _("Issued"),
        "issued_by": _("Issued by"),
        "code": _("Verification code"),
        "verify": _("Check that this certificate is genuine:"),
        "qr_alt": _("QR code that opens %(address)s") % {"address": certificate["address"]},
    }
