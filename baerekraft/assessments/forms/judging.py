"""The inputs of one judgement, the same for a goal and for a target."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.assessments import words
from baerekraft.assessments.inputs import Input, Sheet

NONE = ("", "–")


def effect(sheet: Sheet, place: str, label: str | Promise) -> Input:
    short = {**dict(words.CHOICES["Effect"]), "both": pgettext("effect", "Both")}
    return sheet.radios(f"{place}/effect", label, short.items())


def sizes(sheet: Sheet, place: str) -> dict[str, Input]:
    return {
        "gain": sheet.select(f"{place}/gain", _("How much good?"), (NONE, *words.CHOICES["Size"])),
        "harm": sheet.select(f"{place}/harm", _("How much harm?"), (NONE, *words.CHOICES["Size"])),
    }


def details(sheet: Sheet, place: str) -> dict[str, Any]:
    return {
        **sizes(sheet, place),
        "certainty": sheet.select(
            f"{place}/certainty", _("How sure are you?"), (NONE, *words.CHOICES["Certainty"])
        ),
        "time": sheet.select(f"{place}/time", _("When?"), (NONE, *words.CHOICES["Time"])),
        "place": sheet.select(f"{place}/place", _("Where?"), (NONE, *words.CHOICES["Place"])),
        "who": sheet.line(f"{place}/who", _("Who notices it?")),
        "reason": sheet.text(
            f"{place}/reason",
            _("Why do you think so?"),
            _("One or two sentences, and what you build on."),
            rows="3",
        ),
    }
