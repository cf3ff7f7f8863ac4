"""The texts of a lesson, each with its place: what every check of language reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from django.utils.html import strip_tags
from pydantic import BaseModel

from baerekraft.authoring.texts import MARK
from baerekraft.catalog.document import ExerciseBlock, LessonDocument
from baerekraft.quality.places import Place

Role = Literal["prose", "line", "heading"]
BREAK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br ?/?>")
HEADINGS = {"heading", "title", "municipality"}
LINES = {
    "label",
    "shown",
    "unit",
    "figure",
    "groups",
    "first",
    "last",
    "front",
    "left",
    "head",
    "caption",
    "credit",
}
# What nobody reads as text, or what is somebody else's words.
SILENT = {
    "id", "type", "kind", "source", "sources", "indicator", "place", "file", "svg", "licence", "language", "url",
    "captions", "captions_url", "poster_url", "renditions", "direction", "alt", "format", "found",
}  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """`text` is plain, with a line break between paragraphs; `role` tells running text from names and headings."""

    place: Place
    text: str
    role: Role = "prose"


def of(document: LessonDocument) -> list[Passage]:
    """Every text of the lesson in reading order, sources and further reading left out."""
    return [passage for passage in _of(document) if passage.text]


def _of(document: LessonDocument) -> Iterator[Passage]:
    yield Passage(Place("title"), document.title, "heading")
    for field in ("summary", "outcome", "hook"):
        yield Passage(Place(field), plain(getattr(document, field)))
    for number, block in numbered(document):
        yield from _block(block, number)
    steps = (
        *(("you", text) for text in document.steps.you),
        *(("workplace", t) for t in document.steps.workplace),
    )
    for number, (who, text) in enumerate(steps, start=1):
        yield Passage(Place("steps", number, who), plain(text))
    yield Passage(Place("takeaway"), plain(document.takeaway))
    if document.tool:
        yield from _texts(Place("tool", 1, "sheet"), document.tool)


def numbered(document: LessonDocument) -> Iterator[tuple[int, Any]]:
    """The blocks with their numbers on the draft. A block too unfinished to be read is None in an unfinished lesson."""
    return ((number, block) for number, block in enumerate(document.body, start=1) if block is not None)


def place_of(block: Any, number: int, *inside: str | int) -> Place:
    kind = block.exercise.kind if isinstance(block, ExerciseBlock) else block.type
    return Place("body", number, kind, inside)


def _block(block: Any, number: int) -> Iterator[Passage]:
    yield from _texts(place_of(block, number), block.exercise if isinstance(block, ExerciseBlock) else block)


def _texts(place: Place, value: BaseModel) -> Iterator[Passage]:
    for path, text in _walk(value.model_dump(), ()):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        role: Role = "heading" if name in HEADINGS else "line" if name in LINES else "prose"
        yield Passage(Place(place.field, place.number, place.block, path), plain(text), role)


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in SILENT:
                yield from _walk(item, (*path, name))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _walk(item, (*path, number))


def plain(html: str) -> str:
    """The text as it is read: a line for each paragraph, no tags, no source marks, no soft hyphens."""
    text = unescape(strip_tags(BREAK.sub("\n", MARK.sub("", html)))).replace("\u00ad", "")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
