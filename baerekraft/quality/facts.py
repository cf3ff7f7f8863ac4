"""Figures that nobody stands behind: `authoring.figures`, with the place of each."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from baerekraft.authoring import figures
from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import passages
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.passages import Passage
from baerekraft.quality.places import Place


def unsourced(document: LessonDocument, told: list[Passage]) -> Iterator[Hint]:
    for piece in figures.unsourced(document):
        text = passages.plain(piece)
        place = next((passage.place for passage in told if text in passage.text), Place("body"))
        what = _(
            "A figure without a source. Write [^id] after it, choose a source in the exercise, or say that it is made up."
        )
        yield Hint.at(place, Kind.FACTS, what, Weight.MUST, text)
