"""A document's data in the shape and order of a content file; what is as usual is left out."""

from typing import Any

from pydantic import BaseModel

from baerekraft.authoring import richtext
from baerekraft.catalog.document import (
    CourseDocument,
    ExerciseBlock,
    LessonDocument,
    PartDocument,
    Sheet,
    Term,
)
from baerekraft.exporting import markdown
from baerekraft.exporting.yaml import Line, Long, Row

# Where the files put a field elsewhere than the document does.
LAST = (
    "bars",
    "items",
    "options",
    "statements",
    "pairs",
    "cards",
    "choices",
    "rows",
    "source",
    "sources",
    "earlier",
)
EARLY = ("id", "file")
LINES = {"bars", "sources", "further_reading", "effects"}
ROWS = {"goals", "sources", "groups", "forms", "head", "rows"}


def lesson(document: LessonDocument, *, picture: str) -> dict[str, Any]:
    """The lesson's file. `picture` is the name of its illustration in illustrations/."""
    data = _usual_left_out(document)
    fields: dict[str, Any] = {"translates": document.translates} if document.translates else {}
    for name in ("title", "summary", "outcome"):
        fields[name] = data[name]
    fields |= {
        "goals": Row(document.goals),
        "learning_goals": Row(document.learning_goals),
        "illustration": picture,
        "illustration_alt": document.illustration.alt,
        "hook": Long(document.hook + "\n"),
        "body": [block(item) for item in document.body],
        "steps": data["steps"],
        "takeaway": data["takeaway"],
    }
    for name in ("tool", "further_reading", "sources"):
        if data.get(name):
            fields[name] = shaped(name, data[name])
    return fields


def block(block: Any) -> dict[str, Any]:
    """`- kind: {…}`"""
    if isinstance(block, ExerciseBlock):
        return {block.exercise.kind: ordered(_usual_left_out(block.exercise))}
    fields = ordered(_usual_left_out(block))
    for kind, name in richtext.FIELDS:
        if kind == block.type and name in fields:
            fields = {key: value for old, text in fields.items() for key, value in _said(old, text, name)}
    return {block.type: fields}


def _said(name: str, value: Any, rich: str) -> list[tuple[str, Any]]:
    """Rich text in Markdown, or as HTML where Markdown has no way to say it."""
    if name != rich:
        return [(name, value)]
    text = markdown.of(value)
    return [(name, Long(text + "\n"))] if text is not None else [(f"{name}_html", Long(value + "\n"))]


def _usual_left_out(document: BaseModel) -> dict[str, Any]:
    fields = document.model_dump(mode="json", exclude_defaults=True)
    return {name: value for name, value in fields.items() if name not in {"type", "format"}}


def ordered(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields in the files' order, and so in what is inside them."""
    names = [name for name in fields if name not in {"kind"} or fields[name] in {"video", "audio"}]
    names.sort(key=lambda name: (name not in EARLY, LAST.index(name) + 1 if name in LAST else 0))
    return {name: shaped(name, fields[name]) for name in names}


def shaped(name: str, value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return ordered(value)
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], dict):
        kind = Line if name in LINES else dict
        return [kind(ordered(item)) for item in value]
    items = [Row(item) if isinstance(item, list) else item for item in value]
    return Row(items) if name in ROWS and name != "rows" else items


def course(document: CourseDocument) -> dict[str, Any]:
    """The course's file. Which lessons a part has is said by its folder."""
    fields = {"title": document.title, "slug": document.slug}
    usual = _usual_left_out(document)
    fields |= {name: usual[name] for name in ("audience", "municipality") if name in usual}
    return {
        **fields,
        "lead": document.lead,
        "learning_goals": list(document.learning_goals),
        "parts": [_part(part) for part in document.parts],
    }


def _part(part: PartDocument) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "slug": part.slug,
        "title": part.title,
        "terrain": part.terrain,
        "lead": part.lead,
        "learning_goals": list(part.learning_goals),
    }
    return {**fields, "discussion": sheet(part.discussion)} if part.discussion else fields


def sheet(sheet: Sheet) -> dict[str, Any]:
    fields = _usual_left_out(sheet)
    order = ("title", "purpose", "when", "minutes", "items", "ending")
    return {name: fields[name] for name in order if name in fields}


def term(term: Term) -> dict[str, Any]:
    fields: dict[str, Any] = {"term": term.term}
    if term.forms:
        fields["forms"] = Row(term.forms)
    return {**fields, "explanation": term.explanation}
