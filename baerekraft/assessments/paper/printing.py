"""A report on paper: everything that `Shown` says, as PDF/UA-1 and PDF/A-2a."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from baerekraft.assessments.reporting import Shown
from baerekraft.pdf import child

TEMPLATE = Path(__file__).parent / "report.typ"
RUNNING = 70  # characters of the title on top of every page


def pdf(report: Shown) -> bytes:
    """The same report gives the same bytes. Its file tells who issued it, and nothing of the people behind it."""
    return child.pdf(TEMPLATE, on_paper(report), language=report.language, created_on=report.dated_on)


def on_paper(report: Shown) -> dict[str, Any]:
    """What the template needs; neither the screen's wheel, nor an address, for a secret one would be printed."""
    said = report.model_dump(mode="json", exclude={"address": True, "checksum": True, "wheel": {"svg"}})
    with override(report.language):
        return {
            **said,
            "has_outcomes": report.has_outcomes,
            "running": Truncator(report.title).chars(RUNNING),
            "issuer": settings.ISSUER,
            # Translators: at the foot of a printed page; keep the words in braces
            "page_of": _("Page {page} of {pages}"),
        }
