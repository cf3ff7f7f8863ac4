"""Length: how long the lesson takes, how hard it reads, and which sentences are too long."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import measures
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.passages import Passage
from baerekraft.quality.places import Place

TARGET, LONG, TOO_LONG = 5, 7, 9  # minutes
SENTENCE = 25  # words
HARD, VERY_HARD = {"en": 10}, {"en": 12}
HARD_LIX, VERY_HARD_LIX = 40, 50


def time(document: LessonDocument) -> Iterator[Hint]:
    minutes = document.minutes
    if minutes > LONG:
        what = _(
            "The lesson takes about %(minutes)d minutes, and a learner has %(target)d. Take something out, or make two lessons of it."
        )
        weight = Weight.SHOULD if minutes > TOO_LONG else Weight.COULD
        yield Hint.at(Place("body"), Kind.LENGTH, what % {"minutes": minutes, "target": TARGET}, weight)


def running(passages: Iterable[Passage]) -> str:
    """What the measures read: running text, neither headings nor names nor exercises' short lines."""
    return "\n".join(passage.text for passage in passages if passage.role == "prose")


def reading(document: LessonDocument, passages: Iterable[Passage]) -> int:
    """LIX, and Coleman–Liau for English."""
    measure = measures.school_year if document.language == "en" else measures.lix
    return measure(running(passages))


def difficulty(document: LessonDocument, passages: Iterable[Passage]) -> Iterator[Hint]:
    value, language = reading(document, passages), document.language
    if value <= HARD.get(language, HARD_LIX):
        return
    weight = Weight.SHOULD if value > VERY_HARD.get(language, VERY_HARD_LIX) else Weight.COULD
    what = (
        _("The text asks for %(value)d years of school (Coleman–Liau). Use shorter words and sentences.")
        if language == "en"
        else _("The text is hard to read: LIX %(value)d. Use shorter words and sentences.")
    )
    yield Hint.at(Place("body"), Kind.LENGTH, what % {"value": value}, weight)


def sentences(passages: Iterable[Passage]) -> Iterator[Hint]:
    for passage in passages:
        for sentence in measures.sentences(passage.text) if passage.role == "prose" else ():
            count = len(measures.words(sentence))
            if count > SENTENCE:
                what = _("%(count)d words in one sentence. Put a full stop in it.") % {"count": count}
                yield Hint.at(passage.place, Kind.SENTENCES, what, Weight.COULD, sentence)
