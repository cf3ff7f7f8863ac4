"""Drafting: a document becomes the fields of a draft page, so that an editor can go on where the file ended."""

import json
import uuid
from typing import Any

from baerekraft.authoring.models import LessonPage
from baerekraft.catalog.document import ExerciseBlock, LessonDocument, Sheet
from baerekraft.media import tables

NAMESPACE = uuid.UUID("7d2b8d0e-4f0a-5a35-9d1c-0f6f4f5f8f11")


def fill(page: LessonPage, document: LessonDocument) -> None:
    """Write the document into the page. Compiling the page gives the same document back, without figures taken."""
    document = document.untaken
    page.title, page.slug = document.title, document.slug
    page.summary, page.outcome, page.hook = document.summary, document.outcome, document.hook
    page.goals = ", ".join(map(str, document.goals))
    page.serves = ", ".join(map(str, document.learning_goals))
    page.illustration, page.illustration_alt = document.illustration.svg, document.illustration.alt
    page.takeaway = document.takeaway
    page.translates = document.translates
    key = f"{document.part}/{document.slug}"  # the same in every language, so that a translation lines up
    page.tool = sheet(key, document.tool)
    page.body = _stream(key, "body", [_block(block) for block in document.body])
    page.steps = _stream(
        key,
        "steps",
        [("you", text) for text in document.steps.you]
        + [("workplace", text) for text in document.steps.workplace],
    )
    page.further_reading = _stream(
        key, "reading", [("reading", item.model_dump(mode="json")) for item in document.further_reading]
    )
    page.sources = _stream(
        key, "sources", [("source", item.model_dump(mode="json")) for item in document.sources]
    )


def sheet(key: str, sheet: Sheet | None) -> str:
    return _stream(key, "sheet", [("sheet", sheet.model_dump(mode="json"))] if sheet else [])


def _block(block: Any) -> tuple[str, Any]:
    if isinstance(block, ExerciseBlock):
        fields = block.exercise.model_dump(mode="json")
        return fields.pop("kind"), fields
    fields = block.model_dump(mode="json")
    kind = fields.pop("type")
    return kind, tables.stored(fields) if kind == "table" else fields


def _stream(key: str, name: str, items: list[tuple[str, Any]]) -> str:
    """The stream as JSON. Ids follow from the place, so that seeding twice gives the same stream."""

    def id_of(*place: object) -> str:
        return str(uuid.uuid5(NAMESPACE, "/".join(map(str, (key, name, *place)))))

    def wrapped(value: Any, *place: object) -> Any:
        if isinstance(value, dict) and tables.is_grid(value):
            return value
        if isinstance(value, dict):
            return {field: wrapped(item, *place, field) for field, item in value.items()}
        if isinstance(value, list):
            return [
                {"type": "item", "value": wrapped(item, *place, i), "id": id_of(*place, i)}
                for i, item in enumerate(value)
            ]
        return value

    return json.dumps(
        [{"type": kind, "value": wrapped(value, i), "id": id_of(i)} for i, (kind, value) in enumerate(items)]
    )
