"""Two goals that pull apart, as they are counted over many cases: `11-15`, the lower number first, whichever gains."""

from django.utils.translation import gettext as _

from baerekraft.sdg import goals


def key(one: int, other: int) -> str:
    return "{}-{}".format(*sorted((one, other)))


def title(key: str) -> str:
    """«11 Sustainable cities and 15 Life on land» in the active language. Raises ValueError, KeyError for another key."""
    one, other = (int(number) for number in key.split("-"))
    if one == other:
        return _("%(goal)s: two of its targets") % {"goal": _named(one)}
    return _("%(one)s and %(other)s") % {"one": _named(one), "other": _named(other)}


def _named(number: int) -> str:
    return f"{number} {goals.get(number).short}"
