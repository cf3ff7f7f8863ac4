"""Headings: those of the sections, and those that a pasted text brings along."""

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from baerekraft.catalog.document import Example, LessonDocument, Text
from baerekraft.quality import passages
from baerekraft.quality.hint import Hint, Kind, Weight

INSIDE = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)
BOLD = re.compile(r"<p[^>]*><(?:b|strong)>([^<]{3,80})</(?:b|strong)></p>")


def askew(document: LessonDocument) -> Iterator[Hint]:
    met: set[str] = set()
    for number, block in passages.numbered(document):
        if isinstance(block, Text | Example):
            place = passages.place_of(block, number)
            for what, quote in (*_own(block.heading, met), *_inside(block.body)):
                yield Hint.at(place, Kind.HEADINGS, what, Weight.SHOULD, quote)
            met.add(block.heading.strip().casefold())


def _own(heading: str, met: set[str]) -> Iterator[tuple[str, str]]:
    text = heading.strip()
    if not text:
        yield _("The section has no heading. Write one: readers find their way by headings."), ""
    elif text.casefold() in met:
        yield _("Two sections have the same heading. Give each its own."), text
    elif len(text) > 8 and text.isupper():
        yield _("The heading is in capitals. Write it as a sentence, which is easier to read."), text


def _inside(body: str) -> Iterator[tuple[str, str]]:
    """Headings in a text end up outside the page's outline. A bold paragraph looks like one and is none."""
    for _level, inner in INSIDE.findall(body):
        if not strip_tags(inner).strip():
            yield _("There is an empty heading in the text. Remove it."), ""
        else:
            yield (
                _("There is a heading inside the text. Make a new section of what follows."),
                strip_tags(inner),
            )
    for text in BOLD.findall(body):
        yield _("A bold paragraph is used as a heading. Make a new section with a heading of its own."), text
