"""Compile: a draft becomes a document. Pure: nothing is read from or written to the database."""

import re
from collections.abc import Iterable
from typing import Any

from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument
from baerekraft.exercises.block import plain
from baerekraft.exercises.kinds import BY_NAME

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def lesson(page: LessonPage, *, part: str) -> LessonDocument:
    """Return the lesson's document, or raise pydantic.ValidationError for the first thing that is wrong.

    Figures of indicators are asked for in it; `taking` fills them in.
    """
    steps = _stream(page.steps)
    return LessonDocument.model_validate(
        {
            "part": part,
            "slug": page.slug or "lesson",
            "language": page.language,
            "translates": page.translates,
            "title": page.title,
            "summary": page.summary,
            "outcome": page.outcome,
            "hook": page.hook,
            "goals": numbers(page.goals),
            "learning_goals": numbers(page.serves),
            "illustration": {"svg": page.illustration, "alt": page.illustration_alt},
            "body": [block(item["type"], item["value"]) for item in _stream(page.body)],
            "steps": {
                who: [item["value"] for item in steps if item["type"] == who] for who in ("you", "workplace")
            },
            "takeaway": page.takeaway,
            "tool": sheet(page.tool),
            "further_reading": [item["value"] for item in _stream(page.further_reading)],
            "sources": [item["value"] for item in _stream(page.sources)],
        }
    )


def sheet(stream: Any) -> dict[str, Any] | None:
    return next((item["value"] for item in _stream(stream)), None)


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    if kind in BY_NAME:
        return {"type": "exercise", "exercise": {"kind": kind, **value}}
    return {"type": kind, **value}


def numbers(text: str) -> list[str]:
    return [number.strip() for number in text.split(",") if number.strip()]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def course(page: CoursePage, parts: Iterable[tuple[PartPage, Iterable[str]]]) -> CourseDocument:
    """`parts` gives each part with the slugs of its lessons, both in reading order."""
    return CourseDocument.model_validate(
        {
            "slug": page.original.slug,
            "language": page.language,
            "title": page.title,
            "lead": page.lead,
            "learning_goals": lines(page.learning_goals),
            "parts": [
                {
                    "slug": part.slug,
                    "title": part.title,
                    "terrain": part.terrain,
                    "lead": part.lead,
                    "learning_goals": lines(part.learning_goals),
                    "lessons": list(slugs),
                    "discussion": sheet(part.discussion),
                }
                for part, slugs in parts
            ],
        }
    )


def glossary(terms: Iterable[GlossaryTerm], *, language: str) -> GlossaryDocument:
    return GlossaryDocument.model_validate(
        {
            "language": language,
            "terms": [
                {
                    "term": term.term,
                    "forms": [form.strip() for form in term.forms.split(",") if form.strip()],
                    "explanation": term.explanation,
                }
                for term in terms
            ],
        }
    )


def _stream(value: Any) -> list[dict[str, Any]]:
    return [{"type": item["type"], "value": _tidy(plain(item["value"]))} for item in value.get_prep_value()]


def _tidy(value: Any) -> Any:
    """Drop the editor's own marks, so that saving without a change changes nothing."""
    if isinstance(value, dict):
        return {name: _tidy(item) for name, item in value.items()}
    return BLOCK_KEY.sub("", value) if isinstance(value, str) else value
