"""What an exercise from a file still lacks before its lesson can be published. It may stand in the draft without."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from baerekraft.authoring import explaining
from baerekraft.exercises.document import Unfit
from baerekraft.exercises.kinds import BY_NAME


def of(fields: dict[str, Any]) -> list[str]:
    """Each as a sentence that says what to do."""
    exercise = {name: value for name, value in fields.items() if name != "kind"}
    try:
        BY_NAME[fields["kind"]].model_validate({**exercise, "id": exercise["id"] or "id"})
    except ValidationError as error:
        found = [one for one in error.errors() if not _is_echo(one)]
    else:
        return []
    without = [one for one in found if one["loc"][-1:] == ("feedback",) and not one["input"]]
    rest = [one for one in found if one not in without]
    return [*_without_feedback(len(without)), *dict.fromkeys(text for one in rest for text in _told(one))]


def _is_echo(error: Any) -> bool:
    """Items that are faulty are not counted, so a list of them is told to be too short as well."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _without_feedback(count: int) -> list[str]:
    if not count:
        return []
    text = ngettext(
        "Lacks feedback in %(n)d place. Write why.", "Lacks feedback in %(n)d places. Write why.", count
    )
    return [text % {"n": count}]


def _told(error: Any) -> list[str]:
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, Unfit):
        return [explaining.sentence(one) for one in (raised, *raised.also)]
    return [f"{_place(error['loc'])}: {explaining.explain(error)}"]


def _place(loc: tuple[int | str, ...]) -> str:
    names = {
        "options": _("The options"),
        "statements": _("The statements"),
        "pairs": _("The pairs"),
        "items": _("The lines"),
        "prompt": _("The question"),
        "unit": _("The unit"),
        "minimum": _("Lowest guess"),
        "maximum": _("Highest guess"),
        "first": _("The label for the top"),
        "last": _("The label for the bottom"),
    }
    found = names.get(str(loc[0]) if loc else "", _("The exercise"))
    number = next((step + 1 for step in loc if isinstance(step, int)), None)
    return f"{found}, {number}" if number else str(found)
