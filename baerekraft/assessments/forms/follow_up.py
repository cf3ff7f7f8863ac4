from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import words
from baerekraft.assessments.forms.page import Page


def content(page: Page) -> dict[str, Any]:
    sheet = page.sheet
    assessment = page.link.assessment
    return {
        "on": sheet.day(
            "follow_up/on",
            _("When shall we ask what became of it?"),
            _("On that day you get an e-mail with a link to this page."),
        ),
        "note": sheet.text(
            "follow_up/note", _("How did it go?"), _("What happened, and what did you learn?"), rows="4"
        ),
        "measures": [
            {
                "measure": measure,
                "outcome": sheet.radios(f"measures/{id}/outcome", measure.text, words.CHOICES["Outcome"]),
                "note": sheet.line(f"measures/{id}/outcome_note", _("Note")),
            }
            for id, measure in sorted(page.document.measures.items())
            if measure.text
        ],
        "email": assessment.email if assessment else "",
    }
