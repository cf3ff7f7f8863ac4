"""Compile: a draft becomes a document. Nothing is read from the database but the addresses of linked pages."""

import re
from collections.abc import Iterable
from typing import Any

from baerekraft.authoring import cleaning, linking, richtext, texts
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage, PartPage
from baerekraft.catalog.document import CourseDocument, GlossaryDocument, LessonDocument
from baerekraft.exercises.block import plain
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.media import tables

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def lesson(page: LessonPage, *, part: str) -> LessonDocument:
    """Return the lesson's document, or raise pydantic.ValidationError with everything that is wrong.

    Figures of indicators are asked for in it; `taking` fills them in.
    """
    return LessonDocument.model_validate(raw(page, part=part))


def part_of(page: LessonPage) -> str:
    """The slug of the part that the page is in; a page that is only tried out may be in none."""
    parent = page.get_parent() if page.path else None
    return str(parent.slug) if parent else "part"


def raw(page: LessonPage, *, part: str) -> dict[str, Any]:
    """What the page says, in the document's shape but not checked."""
    steps = _stream(page.steps)
    return {
        "part": part,
        "slug": page.slug or "lesson",
        "language": page.language,
        "translates": page.translates,
        "title": page.title,
        "summary": page.summary,
        "outcome": page.outcome,
        "hook": texts.one_line(page.hook),
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


def sheet(stream: Any) -> dict[str, Any] | None:
    return next((item["value"] for item in _stream(stream)), None)


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    if kind in BY_NAME:
        return {"type": "exercise", "exercise": {"kind": kind, **value}}
    value = tables.told(value) if kind == "table" else value
    return {"type": kind, **{name: _spelt(kind, name, text) for name, text in value.items()}}


def _spelt(kind: str, name: str, value: Any) -> Any:
    rich = (kind, name) in richtext.FIELDS and isinstance(value, str)
    return cleaning.clean(value) if rich else value


def numbers(text: str) -> list[str]:
    return [number.strip() for number in text.split(",") if number.strip()]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def course(
    page: CoursePage, parts: Iterable[tuple[PartPage, Iterable[str]]], *, place: int = 0
) -> CourseDocument:
    """`parts` gives each part with the slugs of its lessons, both in reading order; `place` is among the courses."""
    return CourseDocument.model_validate({**raw_course(page, parts), "place": place})


def raw_course(page: CoursePage, parts: Iterable[tuple[PartPage, Iterable[str]]]) -> dict[str, Any]:
    audience, municipality = page.whose if page.original == page else ("everyone", "")
    return {
        "slug": page.original.slug,
        "language": page.language,
        "title": page.title,
        "lead": page.lead,
        "learning_goals": lines(page.learning_goals),
        "parts": [raw_part(part, slugs) for part, slugs in parts],
        "audience": audience,
        "municipality": municipality,
    }


def raw_part(part: PartPage, slugs: Iterable[str]) -> dict[str, Any]:
    return {
        "slug": part.slug or "part",
        "title": part.title,
        "terrain": part.terrain,
        "lead": part.lead,
        "learning_goals": lines(part.learning_goals),
        "lessons": list(slugs),
        "discussion": sheet(part.discussion),
    }


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
    return [{"type": item["type"], "value": tidy(plain(item["value"]))} for item in value.get_prep_value()]


def tidy(value: Any) -> Any:
    """Drop the editor's own marks, so that saving without a change changes nothing, and write links as addresses."""
    if isinstance(value, dict):
        return {name: tidy(item) for name, item in value.items()}
    return linking.addressed(BLOCK_KEY.sub("", value)) if isinstance(value, str) else value
