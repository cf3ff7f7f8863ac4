"""What to say of a line in a list of people: told(), summed()."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.sheets.sent import Sum

# In the order they are told.
KINDS = (
    "missing", "invalid", "cell", "twice", "already", "unsubscribed", "bounced",
    "elsewhere", "unit", "role", "language",
)  # fmt: skip


def summed(counts: Mapping[str, Any]) -> list[Sum]:
    found = counts.get("faults", {})
    return [Sum(what, found[what], _sums()[what]) for what in KINDS if found.get(what)]


def told(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `PeopleFile.faults`, each with a text that says what to do."""
    texts = _texts()
    return [{**row, "text": texts[row["what"]]} for row in rows]


def _sums() -> dict[str, str]:
    return {
        "missing": _("lines without an e-mail address"),
        "invalid": _("addresses that cannot be right"),
        "cell": _("cells that cannot be read"),
        "twice": _("addresses that stand twice in the list, and are taken once"),
        "already": _("already in the campaign"),
        "unsubscribed": _("have asked not to be written to, and never are"),
        "bounced": _("addresses that mail does not reach, and are not tried again"),
        "elsewhere": _("addresses of another municipality"),
        "unit": _("belong to a unit that is not among yours"),
        "role": _("have a role that we do not know, and are taken in without"),
        "language": _("have a language that we do not know, and get the campaign's"),
    }


def _texts() -> dict[str, str]:
    return {
        "missing": _("No e-mail address. Fill it in, or delete the line."),
        "invalid": _("This is not an e-mail address. Correct it in the list."),
        "cell": _("The address cannot be read. Write it as plain text."),
        "twice": _("The address stands earlier in the list, in the line given here. Nothing to do."),
        "already": _("Is already in the campaign. Nothing to do."),
        "unsubscribed": _("Has asked not to be written to. She can come back by her own link only."),
        "bounced": _("Mail to this address does not arrive. Is it spelled right? Has she left?"),
        "elsewhere": _(
            "Belongs to another municipality. Left out unless you tick that they are to be taken in."
        ),
        "unit": _("No such unit among yours. Tick to make it, or she is taken in without a unit."),
        "role": _("We know employee, manager, politician and other. Taken in without a role."),
        "language": _("We know bokmål, nynorsk and English. Gets the campaign's language."),
    }
