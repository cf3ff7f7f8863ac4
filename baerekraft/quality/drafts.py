"""A draft as the checks read it, also while it is too unfinished to be compiled."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from baerekraft.authoring import compiling
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog.document import (
    BLOCK,
    Example,
    Fact,
    FurtherReading,
    Illustration,
    LessonDocument,
    Sheet,
    Source,
    Steps,
    Text,
)
from baerekraft.catalog.media import Image

# Blocks of plain fields, which can be read whatever is missing.
PLAIN: dict[str, type[BaseModel]] = {"text": Text, "example": Example, "fact": Fact, "image": Image}


def document(page: LessonPage) -> LessonDocument:
    try:
        return compiling.lesson(page, part=compiling.part_of(page))
    except ValidationError:
        return unfinished(page)


def unfinished(page: LessonPage) -> LessonDocument:
    """What there is of the lesson, not validated.

    A block that cannot be read is None, so that the others keep their numbers; the list of faults tells what is wrong.
    """
    raw = compiling.raw(page, part="part")
    readable: dict[str, Any] = {
        "illustration": Illustration.model_construct(**_texts(raw["illustration"])),
        "body": tuple(map(_block, raw["body"])),
        "steps": _steps(raw["steps"]),
        "tool": _or_none(Sheet, raw["tool"]),
        "further_reading": _all(FurtherReading, raw["further_reading"]),
        "sources": _all(Source, raw["sources"]),
    }
    return LessonDocument.model_construct(**_texts(raw) | readable)


def _steps(raw: dict[str, Any]) -> Steps:
    return Steps.model_construct(you=tuple(_texts(raw["you"])), workplace=tuple(_texts(raw["workplace"])))


def _texts(value: Any) -> Any:
    """The same with empty texts for what is not there."""
    if isinstance(value, dict):
        return {name: "" if item is None else item for name, item in value.items()}
    return [item or "" for item in value]


def _block(value: dict[str, Any]) -> Any:
    try:
        return BLOCK.validate_python(value)
    except ValidationError:
        kind = PLAIN.get(value["type"])
        return kind.model_construct(**_texts(value)) if kind else None


def _or_none(model: Any, value: Any) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def _all(model: Any, values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(item for value in values if (item := _or_none(model, value)) is not None)
