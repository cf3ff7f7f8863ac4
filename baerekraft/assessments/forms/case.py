from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import words
from baerekraft.assessments.forms.page import Page
from baerekraft.municipalities.models import Municipality

NOT_CHOSEN = ("", "–")


def content(page: Page) -> dict[str, Any]:
    sheet = page.sheet
    return {
        "about": [
            sheet.line("case/title", _("Title"), _("As it stands in the case, or what you call it.")),
            sheet.radios("case/kind", _("What is it?"), words.CHOICES["Kind"]),
            sheet.text(
                "case/description",
                _("What is proposed?"),
                _(
                    "A few sentences: what, where, for whom, and what it is meant to achieve. Leave out names and other personal data."
                ),
                rows="7",
            ),
        ],
        "around": [
            sheet.line("case/number", _("Case number")),
            sheet.line("case/unit", _("Unit or department")),
            sheet.select(
                "case/municipality",
                _("Municipality"),
                municipalities(page.document.case.municipality),
            ),
            sheet.day("case/decided_on", _("Date of the decision")),
            sheet.text(
                "case/participants",
                _("Who takes part in the assessment?"),
                _("Units and roles are enough. Several together see more."),
                rows="3",
            ),
        ],
        "form": sheet.radios(
            "form",
            _("How far do you want to go?"),
            words.CHOICES["Form"],
            _("You can switch at any time. Nothing is lost."),
        ),
    }


def municipalities(current: str) -> list[tuple[str, str]]:
    """With the one that is written down, also when nobody here knows it any more."""
    rows = Municipality.objects.all().alphabetical()
    choices = [NOT_CHOSEN, *((row.slug, row.name) for row in rows)]
    if current and current not in dict(choices):
        choices.append((current, _("%(name)s (not known here)") % {"name": current}))
    return choices
