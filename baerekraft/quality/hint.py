"""A hint: one thing in a lesson that could be better, where it stands and what to do about it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from baerekraft.quality.places import Place


class Weight(models.TextChoices):
    MUST = "must", _("Mend this")
    SHOULD = "should", _("Worth mending")
    COULD = "could", _("Consider this")


class Kind(models.TextChoices):
    """In the order in which they are shown."""

    FACTS = "facts", _("Figures without a source")
    LINKS = "links", _("Links that do not work")
    ALT = "alt", _("Text for people who cannot see the picture")
    CONTRAST = "contrast", _("Contrast in pictures")
    FEEDBACK = "feedback", _("Exercises")
    QUESTIONS = "questions", _("How the questions have worked")
    SPELLING = "spelling", _("Words the dictionary does not know")
    LENGTH = "length", _("Length")
    SENTENCES = "sentences", _("Long sentences")
    PASSIVE = "passive", _("Passive")
    PLAIN = "plain", _("Plainer words")
    HEADINGS = "headings", _("Headings")


@dataclass(frozen=True)
class Hint:
    """`what` says what to do; `quote` is the text it is about. `field` and `number` find the place on the draft."""

    kind: str
    where: str
    what: str
    weight: str
    quote: str = ""
    field: str = ""
    number: int = 0

    @classmethod
    def at(cls, place: Place, kind: str, what: str, weight: str, quote: str = "") -> "Hint":
        return cls(str(kind), str(place), str(what), str(weight), quote, place.field, place.number)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)
