"""Small turns of phrase that the parts of a report share."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.assessments.reporting.parts import Paragraphs
from baerekraft.sdg import goals

SENTENCE = re.compile(r"(?<=[a-zæøåA-ZÆØÅ)»”\"][.!?])\s+(?=[A-ZÆØÅ«“\"])")
# A quoted sentence has at most so many words and characters.
QUOTED, QUOTED_LENGTH = 25, 220


def paragraphs(text: str) -> Paragraphs:
    """An author's text, cut at its line ends."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def first_sentence(text: str) -> str:
    """The first sentence, shortened where it is long."""
    line = next(iter(paragraphs(text)), "")
    sentence = " ".join(SENTENCE.split(line, maxsplit=1)[0].split())
    short = " ".join(sentence[:QUOTED_LENGTH].split()[:QUOTED])
    return sentence if short == sentence else short.rstrip(".,;:–-") + " …"


def ended(sentence: str) -> str:
    """With a full stop, where nothing ends it."""
    return sentence if sentence.endswith((".", "!", "?", "…", ".»", ".”")) else f"{sentence}."


def listed(items: Sequence[str]) -> str:
    """One, one and another, or one, another and a third."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def day(moment: date | None) -> str:
    if moment is None:
        return ""
    return str(date_format(moment, "j F Y" if get_language() == "en" else "j. F Y"))


def goal(number: int | str) -> str:
    """13 Climate action."""
    return f"{number} {goals.get(int(number)).short}"


def goal_in_a_sentence(number: int | str) -> str:
    return _("goal %(number)s “%(name)s”") % {"number": number, "name": goals.get(int(number)).short}


def side(number: str) -> str:
    """A goal or a target `11.3` by number and the goal's name: few know a target by its number."""
    return f"{number} {goals.get(int(number.partition('.')[0])).short}" if number else ""


def small(text: str) -> str:
    """As it stands inside a sentence."""
    return text[:1].lower() + text[1:]
