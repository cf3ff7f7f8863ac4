"""What to say of a line in a file of results: told(), summed()."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.sheets.sent import Sum

# In the order they are told.
KINDS = ("missing", "invalid", "unknown", "several", "not-done", "status", "date", "future", "twice")


def summed(counts: Mapping[str, Any]) -> list[Sum]:
    """How many lines have each fault, in words."""
    found, texts = counts.get("faults", {}), _sums()
    return [Sum(what, found[what], texts[what]) for what in KINDS if found.get(what)]


def told(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `ResultsFile.faults`, each with a text that says what to do."""
    texts = _texts()
    return [{**row, "text": texts[row["what"]]} for row in rows]


def _sums() -> dict[str, str]:
    return {
        "missing": _("lines without an e-mail address"),
        "invalid": _("addresses that cannot be right"),
        "unknown": _("are about something that is not one of our lessons or parts"),
        "several": _("have a title that several of our lessons have"),
        "not-done": _("are not completed"),
        "status": _("have a status that we do not know"),
        "date": _("have no date that can be read"),
        "future": _("have a date that has not come yet"),
        "twice": _("stand twice in the file, and are taken once"),
    }


def _texts() -> dict[str, str]:
    return {
        "missing": _("No e-mail address. Fill it in, or delete the line."),
        "invalid": _("This is not an e-mail address. Correct it in the list."),
        "unknown": _(
            "None of our lessons or parts is called this. Write the title as it stands here, or delete the line."
        ),
        "several": _(
            "Several of our lessons are called this. Write part and lesson as in the address, such as del-1/leksjon."
        ),
        "not-done": _("Not completed yet. Send it in when it is."),
        "status": _("We do not know this status. Write “fullført” or “ikke fullført”."),
        "date": _("This is no date. Write it as 22.11.2026."),
        "future": _("The date has not come yet. Correct it."),
        "twice": _("Stands earlier in the file. Nothing to do."),
    }
