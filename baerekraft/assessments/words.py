"""The document's choices in words, for forms, reports and mails: label by class and value, in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Choices = tuple[tuple[str, Words], ...]

CHOICES: Mapping[str, Choices] = {
    "Kind": (
        ("task", pgettext_lazy("kind of case", "Task")),
        ("case", pgettext_lazy("kind of case", "Political case")),
        ("project", pgettext_lazy("kind of case", "Project")),
        ("plan", pgettext_lazy("kind of case", "Plan")),
        ("event", pgettext_lazy("kind of case", "Event")),
    ),
    "Form": (
        ("simple", pgettext_lazy("form", "Simple: the 17 goals")),
        ("extended", pgettext_lazy("form", "Extended: targets too, where a goal is affected")),
    ),
    "Answer": (
        ("yes", pgettext_lazy("answer", "Yes")),
        ("no", pgettext_lazy("answer", "No")),
        ("unknown", pgettext_lazy("answer", "Do not know")),
    ),
    "Effect": (
        ("positive", pgettext_lazy("effect", "Positive")),
        ("negative", pgettext_lazy("effect", "Negative")),
        ("both", pgettext_lazy("effect", "Both positive and negative")),
        ("none", pgettext_lazy("effect", "Not affected")),
        ("unknown", pgettext_lazy("effect", "Do not know")),
    ),
    "Size": (
        ("small", pgettext_lazy("size of effect", "Small")),
        ("medium", pgettext_lazy("size of effect", "Medium")),
        ("large", pgettext_lazy("size of effect", "Large")),
    ),
    "Certainty": (
        ("sure", pgettext_lazy("certainty", "Certain")),
        ("likely", pgettext_lazy("certainty", "Likely")),
        ("unsure", pgettext_lazy("certainty", "Uncertain")),
    ),
    "Time": (
        ("short", pgettext_lazy("time", "In the short term")),
        ("long", pgettext_lazy("time", "In the long term")),
        ("both", pgettext_lazy("time", "In the short and the long term")),
    ),
    "Place": (
        ("here", pgettext_lazy("place", "Here in the municipality")),
        ("elsewhere", pgettext_lazy("place", "Elsewhere in the country or the world")),
        ("both", pgettext_lazy("place", "Both here and elsewhere")),
    ),
    "State": (
        ("confirmed", pgettext_lazy("conflict", "Confirmed")),
        ("rejected", pgettext_lazy("conflict", "Rejected")),
    ),
    "Outcome": (
        ("done", pgettext_lazy("outcome of measure", "Done")),
        ("under-way", pgettext_lazy("outcome of measure", "Under way")),
        ("dropped", pgettext_lazy("outcome of measure", "Dropped")),
    ),
}

NEEDED = _("Does the case need an assessment of how it affects the goals?")

# The triage's questions by field, in the order they are asked.
QUESTIONS: Mapping[str, Words] = {
    "impact_assessment": _(
        "Does the case need a statutory impact assessment under the Planning and Building Act?"
    ),
    "sami": _("May the case affect Sámi interests directly?"),
    "children": _("Does the case concern children and young people?"),
    "universal_design": _(
        "Does the case concern buildings, outdoor areas, transport or digital services for the public?"
    ),
}

# What a yes to each of them means. "Do not know" means that somebody must find out.
WHEN_YES: Mapping[str, Words] = {
    "impact_assessment": _("The case needs a statutory impact assessment. This check does not replace it."),
    "sami": _(
        "The Sámi Parliament and other affected Sámi interests have a right to be consulted in good time before the decision, under chapter 4 of the Sámi Act."
    ),
    "children": _(
        "The best interests of the child shall be assessed and be a fundamental consideration, and children have a right to be heard, under section 104 of the Constitution and the Convention on the Rights of the Child."
    ),
    "universal_design": _(
        "The requirements of universal design in the Equality and Anti-Discrimination Act and in planning and building law apply."
    ),
}

# The choices of a field, by its name.
CHOICES_OF: Mapping[str, str] = {
    "kind": "Kind",
    "form": "Form",
    **dict.fromkeys(("needed", *QUESTIONS), "Answer"),
    "effect": "Effect",
    "gain": "Size",
    "harm": "Size",
    "certainty": "Certainty",
    "time": "Time",
    "place": "Place",
    "state": "State",
    "outcome": "Outcome",
}

_LABELS: Mapping[tuple[str, str], Words] = {
    (of, value): label for of, choices in CHOICES.items() for value, label in choices
}


def label(value: StrEnum | str, of: str = "") -> str:
    """The label of a choice, in the active language; nothing for no choice. `of` is the class, where the value is a plain text."""
    return _said(of or type(value).__name__, str(value), get_language()) if value else ""


@cache
def _said(of: str, value: str, language: str | None) -> str:
    """A report asks a thousand times; `language` is the active one, and only tells answers apart."""
    return str(_LABELS[of, value])


def said(path: str, value: str) -> str:
    """What stands in a field, as a person would say it."""
    of = CHOICES_OF.get(path.rpartition("/")[2])
    return label(value, of) if of and (of, value) in _LABELS else value
