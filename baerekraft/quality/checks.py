"""All checks of a lesson. They read the document alone; `results` adds what the database and the media library know."""

from collections.abc import Iterator

from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import (
    alt_texts,
    contrast,
    facts,
    feedback,
    headings,
    length,
    passages,
    passive,
    plain_words,
    words,
)
from baerekraft.quality.hint import Hint, Kind, Weight

WEIGHTS, KINDS = list(Weight.values), list(Kind.values)


def hints(document: LessonDocument, *, own_words: set[str] | None = None) -> list[Hint]:
    """What could be better in the lesson, the weightiest first. None of it stops publishing."""
    return in_order(_hints(document, own_words or set()))


def in_order(found: Iterator[Hint] | list[Hint]) -> list[Hint]:
    return sorted(found, key=lambda hint: (WEIGHTS.index(hint.weight), KINDS.index(hint.kind)))


def _hints(document: LessonDocument, own_words: set[str]) -> Iterator[Hint]:
    told, language = passages.of(document), document.language
    yield from facts.unsourced(document, told)
    yield from alt_texts.poor(document)
    yield from contrast.drawing(document)
    yield from feedback.weak(document)
    yield from words.misspelt(told, language, own_words)
    yield from length.time(document)
    yield from length.difficulty(document, told)
    yield from length.sentences(told)
    yield from passive.heaps(told, language)
    yield from plain_words.heavy(told, language)
    yield from headings.askew(document)
