"""What whoever holds a code is told of the certificate: the same words on the page and in the API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from baerekraft.credentials.models import Certificate


@dataclass(frozen=True)
class Checked:
    status: Literal["valid", "withdrawn", "unknown"]
    title: str
    text: str
    certificate: Certificate | None = None


def as_written(code: str) -> str:
    """The code as it stands on the paper, however it was typed: small letters, O for 0, no hyphen."""
    letters = "".join(filter(str.isalnum, code[:40])).upper()
    letters = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    return f"{letters[:5]}-{letters[5:]}"


def check(code: str) -> Checked:
    """In the language being spoken."""
    found = Certificate.objects.filter(code=as_written(code)).first()
    if found is None:
        return Checked("unknown", _("We do not recognise this code"), _unknown(code))
    if found.revoked_at:
        return Checked(
            "withdrawn", _("The certificate has been withdrawn"), _withdrawn(found.revoked_at), found
        )
    return Checked("valid", _("The certificate is genuine"), _genuine(found), found)


def _genuine(found: Certificate) -> str:
    told = {"part": found.part_title, "course": found.course_title}
    if found.is_whole:
        return _("The holder has completed the whole course “%(course)s”.") % told
    return _("The holder has completed “%(part)s” in %(course)s.") % told


def _withdrawn(at: datetime) -> str:
    day = formats.date_format(timezone.localtime(at), "DATE_FORMAT")
    return _("It was withdrawn on %(day)s and is no longer valid.") % {"day": day}


def _unknown(code: str) -> str:
    text = _(
        "There is no certificate with the code %(code)s. Please check it again: the code has ten characters, "
        "in two groups of five."
    )
    return text % {"code": code[:40]}
