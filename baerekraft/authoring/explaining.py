"""Explaining: what is wrong with one field, in a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext as _

from baerekraft.exercises.document import Unfit


def sentence(unfit: Unfit) -> str:
    """The document's own words as a sentence."""
    text = str(unfit)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def explain(error: Any) -> str:
    """Where the document knows only that the value has the wrong shape."""
    limits, given = error.get("ctx", {}), error.get("input")
    length = len(given) if isinstance(given, str | list | tuple) else 0
    match error["type"]:
        case "string_too_long":
            numbers = {"most": limits["max_length"], "length": length}
            return _("Shorten this to %(most)d characters. There are %(length)d now.") % numbers
        case "string_too_short" if length:
            numbers = {"least": limits["min_length"], "length": length}
            return _("Write at least %(least)d characters. There are %(length)d now.") % numbers
        case "too_short":
            return _("Add more: there must be at least %(least)d.") % {"least": limits["min_length"]}
        case "too_long":
            return _("Take some away: there can be at most %(most)d.") % {"most": limits["max_length"]}
        case "value_error":
            return sentence(Unfit(str(limits["error"])))
        case kind:
            return _of_value(kind, limits, given)


def _of_value(kind: str, limits: dict[str, Any], given: Any) -> str:
    if given is None or given == "" or kind in {"missing", "string_too_short"}:
        return _("Fill this in.")
    match kind:
        case "string_pattern_mismatch" if "http" in limits["pattern"]:
            return _("Write the whole address, beginning with https://.")
        case "string_pattern_mismatch":
            return _("Use only lower-case letters from a to z, digits and hyphens, such as cheapest-offer.")
        case "int_parsing" | "float_parsing" | "int_type" | "float_type" | "finite_number":
            return _("Write a number.")
        case "int_from_float":
            return _("Write a whole number.")
        case "greater_than_equal":
            return _("Write a number that is at least %(least)s.") % {"least": limits["ge"]}
        case "greater_than":
            return _("Write a number above %(below)s.") % {"below": limits["gt"]}
        case "less_than_equal":
            return _("Write a number that is at most %(most)s.") % {"most": limits["le"]}
        case "literal_error" | "union_tag_invalid":
            return _("Choose one of the options in the list.")
    return _("This cannot be used here. Write it in another way.")
