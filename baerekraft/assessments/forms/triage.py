from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import words
from baerekraft.assessments.forms.page import Page


def content(page: Page) -> dict[str, Any]:
    sheet = page.sheet
    return {
        "needed": sheet.radios("triage/needed", words.NEEDED, words.CHOICES["Answer"]),
        "reason": sheet.text(
            "triage/reason",
            _("Why, or why not?"),
            _("If the answer is no, this reason becomes a short report, and you are done."),
            rows="4",
        ),
        "questions": [
            {
                "input": sheet.radios(f"triage/{key}", question, words.CHOICES["Answer"]),
                "when_yes": words.WHEN_YES[key] if getattr(page.document.triage, key) == "yes" else "",
            }
            for key, question in words.QUESTIONS.items()
        ],
        "note": sheet.text(
            "triage/note", _("Notes"), _("Who has been asked, and what is left to clear up?"), rows="3"
        ),
    }
