"""What files are called: `berekraftsjekk-fortetting-ved-haga-stasjon-v1.pdf`, the same in every mail program and disk."""

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from baerekraft.assessments.models import Report

LONGEST = 60


def of_report(report: Report, ending: str) -> str:
    return _name(report.document.case.title, report.language, f"v{report.number}", ending)


def of_draft(title: str, language: str, ending: str) -> str:
    with override(language):
        # Translators: stands at the end of a file's name
        draft = slugify(anyascii(_("draft")))
    return _name(title, language, draft, ending)


def _name(title: str, language: str, state: str, ending: str) -> str:
    with override(language):
        # Translators: what a report's file is called; small letters and hyphens
        kind = slugify(anyascii(_("sustainability-check")))
    about = slugify(anyascii(title))[:LONGEST].strip("-")
    return "-".join(filter(None, [kind, about, state])) + f".{ending}"
