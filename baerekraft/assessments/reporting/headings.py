"""The report's headings and fixed lines, in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.assessments.reporting.parts import Words


def words() -> Words:
    return Words(**_top(), **_effects(), **_rest())


def _top() -> dict[str, str]:
    return {
        "half_page": _("In short"),
        "advised": _("Advised:"),
        "gains": _("Strongest positive effects"),
        "harms": _("Strongest negative effects"),
        "top_conflicts": _("Where goals pull apart"),
        "paragraph": _("Ready paragraph for the case paper"),
        "paragraph_use": _("Made from the answers. Read it through and make it your own."),
        "copying": _("Copy the paragraph"),
        "copied": _("Copied"),
        "case": _("The case"),
        "description": _("What the case is about"),
        "participants": _("Who took part"),
        "short": _("Why no more is needed"),
        "triage": _("First look"),
        "question": _("Question"),
        "answer": pgettext("column", "Answer"),
        "means": _("What it means"),
    }


def _effects() -> dict[str, str]:
    return {
        "wheel": _("The case and the 17 goals"),
        "effects": _("Effects, alternative by alternative"),
        "effects_note": _(
            "The effects are told one by one and are never added up. How they are weighed stands under a heading of its own."
        ),
        "comparison": _("The alternatives side by side"),
        "goal": pgettext("column", "Goal"),
        "effect": pgettext("column", "Effect"),
        "details": _("How certain, when, where and who"),
        "reason": pgettext("column", "Reason"),
        "not_affected": _("Not affected"),
        "unanswered": _("Not answered"),
        "loose": _("Targets that are not known here"),
        "weighing": _("Weighing"),
        "choice": _("Advised alternative:"),
    }


def _rest() -> dict[str, str]:
    return {
        "conflicts": _("Conflicts between goals"),
        "source": _("Source:"),
        "gains_goal": _("Gains:"),
        "harmed_goal": _("Is harmed:"),
        "comment": _("The author’s comment:"),
        "measures": pgettext("heading", "Measures"),
        "measure": pgettext("column", "Measure"),
        "owner": pgettext("column", "Responsible"),
        "due": pgettext("column", "Deadline"),
        "about": pgettext("column", "Eases"),
        "outcome": _("What became of it"),
        "gaps": _("What is not known"),
        "follow_up": _("Follow-up"),
        "method": _("Method and limits"),
        "checksum": _("Checksum of the PDF (SHA-256):"),
        "address": _("Address:"),
        "scroll": _("The alternatives side by side, a table that can be scrolled sideways"),
        "conflict_measures": _("Measures:"),
        "not_filled_in": _("Not filled in"),
        "advised_tag": pgettext("alternative", "Advised"),
        "no_measures": _("No measures have been set down."),
        "no_conflicts": _("No conflicts between goals have been found or told."),
        "no_gaps": _("Nothing has been marked as unknown or uncertain."),
    }
