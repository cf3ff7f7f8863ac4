from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import conflicts, fields
from baerekraft.assessments.document import MAIN, ZERO
from baerekraft.assessments.forms import goals
from baerekraft.assessments.forms.conflicts import measure
from baerekraft.assessments.forms.judging import NONE
from baerekraft.assessments.forms.page import Page

MOST_ALTERNATIVES = 8


def content(page: Page) -> dict[str, Any]:
    document = page.document
    about = [NONE, *((found.id, found.title) for found in conflicts.found(document, page.known))]
    ids = [id for id, one in sorted(document.measures.items()) if one.text or one.owner or one.due_on]
    return {
        "measures": [_measure(page, id, about) for id in (*ids, fields.new_id())],
        "alternatives": [_alternative(page, id) for id in (ZERO, MAIN, *others(page))],
        "new": _alternative(page, fields.new_id()) if len(others(page)) < MOST_ALTERNATIVES - 2 else None,
        "choice": page.sheet.select(
            "weighing/choice",
            _("Which alternative do you advise?"),
            [NONE, *((id, goals.name(page, id)) for id in (ZERO, MAIN, *others(page)))],
        ),
        "reason": page.sheet.text(
            "weighing/reason",
            _("How have you weighed the effects against each other?"),
            _(
                "Effects are what happens. Weighing is what you think matters most. The report keeps them apart."
            ),
            rows="5",
        ),
    }


def others(page: Page) -> list[str]:
    return [id for id, _one in page.document.in_order if id not in (ZERO, MAIN)]


def _measure(page: Page, id: str, about: list[tuple[str, str]]) -> dict[str, Any]:
    current = page.sheet.fields.get(f"measures/{id}/about", "")
    known = about if not current or current in dict(about) else [*about, (current, current)]
    return {
        **measure(page.sheet, id),
        "about": page.sheet.select(f"measures/{id}/about", _("Eases which conflict?"), known),
    }


def _alternative(page: Page, id: str) -> dict[str, Any]:
    judged = page.document.alternatives.get(id)
    help = _("What happens if nothing is done?") if id == ZERO else ""
    return {
        "id": id,
        "name": goals.name(page, id),
        "title": page.sheet.line(f"alternatives/{id}/name", _("Name")),
        "description": page.sheet.text(f"alternatives/{id}/description", _("In short"), help, rows="2"),
        "answered": sum(bool(one.effect) for one in judged.goals.values()) if judged else 0,
    }
