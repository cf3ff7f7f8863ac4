from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import conflicts, fields
from baerekraft.assessments.conflicts import Found
from baerekraft.assessments.document import State
from baerekraft.assessments.forms.judging import NONE
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.inputs import Sheet
from baerekraft.catalog import by_goal
from baerekraft.sdg import goals, un


def content(page: Page) -> dict[str, Any]:
    found = [_conflict(page, one) for one in conflicts.found(page.document, page.known)]
    waiting = [row for row in found if not row["found"].answered]
    first = waiting[: conflicts.FIRST]
    return {
        "conflicts": [row for row in found if row in first or row["found"].answered],
        "more": waiting[conflicts.FIRST :],
        "waiting": len(waiting),
        "own": _own(page.sheet, f"own-{fields.new_id()}"),
        "marked": bool(page.document.main.goals),
        "lesson": by_goal.of_conflicts(page.language),
    }


def _conflict(page: Page, found: Found) -> dict[str, Any]:
    place = f"conflicts/{found.id}"
    return {
        "found": found,
        "targets": [un.target_set()[n] for n in (found.gains, found.harmed) if n in un.target_set()],
        "goals": [goals.get(number) for number in found.goals if number],
        "state": page.sheet.radios(
            f"{place}/state",
            _("Does this apply to the case?"),
            [(State.CONFIRMED, _("Yes, here is a conflict")), (State.REJECTED, _("No, it does not apply"))],
        ),
        "comment": page.sheet.text(f"{place}/comment", _("What do you know about it?"), rows="2"),
        "measures": [measure(page.sheet, id) for id, _measure in found.measures]
        + [measure(page.sheet, fields.new_id(), about=found.id)],
        "own": _own(page.sheet, found.id) if found.origin == "own" else None,
    }


def measure(sheet: Sheet, id: str, about: str = "") -> dict[str, Any]:
    """A measure's inputs; one without `about` is there already."""
    place = f"measures/{id}"
    return {
        "text": sheet.line(f"{place}/text", _("What is to be done?")),
        "owner": sheet.line(f"{place}/owner", _("Who is responsible?")),
        "due": sheet.day(f"{place}/due_on", _("By when?")),
        "about": sheet.hidden(f"{place}/about", about) if about else None,
    }


def _own(sheet: Sheet, id: str) -> dict[str, Any]:
    place = f"conflicts/{id}"
    numbers = [NONE, *((str(goal.number), f"{goal.number} {goal.short}") for goal in goals.every())]
    return {
        "title": sheet.line(f"{place}/title", _("What pulls apart?")),
        "gains": sheet.select(f"{place}/gains", _("Which goal gains?"), numbers),
        "harmed": sheet.select(f"{place}/harmed", _("Which goal loses?"), numbers),
        "comment": sheet.text(f"{place}/comment", _("How?"), rows="2"),
        "state": sheet.hidden(f"{place}/state", State.CONFIRMED),
    }
