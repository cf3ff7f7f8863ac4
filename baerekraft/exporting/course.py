"""The course as files: what each would hold, in memory, before anything is written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from baerekraft.authoring import contentfile
from baerekraft.authoring.contentfile import ContentError
from baerekraft.catalog.document import CourseDocument, LessonDocument, Term
from baerekraft.exporting import assets, fields, yaml
from baerekraft.exporting.file import File
from baerekraft.exporting.pages import Course


@dataclass
class Pictures:
    """What the illustrations are called. A translation shows its original's, unless it has one of its own."""

    names: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def name(self, course: Course, lesson: LessonDocument, there: str) -> str:
        key = (course.document.slug, lesson.part, lesson.slug)
        svg = lesson.illustration.svg
        own = there or f"{lesson.slug}.svg"
        if self.names.setdefault((*key[:2], own), svg) == svg:
            return own
        name = f"{lesson.slug}.{lesson.language}.svg"
        self.names[*key[:2], name] = svg
        return name


def files(course: Course, folder: Path, pictures: Pictures) -> Iterator[File]:
    """The course's files, named as they are in `folder` when they are there already."""
    where = course.folder
    body = yaml.written(fields.course(course.document)).encode()
    yield File(
        f"{where}/course.yaml",
        body,
        lambda path: outline(contentfile.course(path)) == outline(course.document),
    )
    for part in course.document.parts:
        lessons = [lesson for lesson in course.lessons if lesson.part == part.slug]
        there = numbered(folder / where / part.slug)
        beside = numbered(folder / original_folder(course) / part.slug)
        numbers = numbering([lesson.slug for lesson in lessons], there, beside)
        for lesson in lessons:
            name = f"{numbers[lesson.slug]}-{lesson.slug}.yaml"
            old = there.get(lesson.slug)
            yield from _lesson(course, lesson, f"{where}/{part.slug}/{name}", old, pictures)


def original_folder(course: Course) -> str:
    """A translation's pictures lie with the original's files."""
    return re.sub(r"[^/]+$", settings.LANGUAGE_CODE, course.folder)


def _lesson(
    course: Course, lesson: LessonDocument, path: str, old: Path | None, pictures: Pictures
) -> Iterator[File]:
    picture = pictures.name(course, lesson, _picture_of(old))
    shown = f"{original_folder(course)}/{lesson.part}/illustrations/{picture}"
    data = fields.lesson(lesson, picture=picture)
    brought = assets.brought(lesson, data)

    def same(path: Path) -> bool:
        raw = contentfile.read(path)[0]
        if raw.get("illustration") != picture:
            return False
        there = contentfile.lesson(path, part=lesson.part, language=lesson.language)
        return unillustrated(there) == unillustrated(lesson) and assets.told(raw) == assets.told(data)

    yield File(path, yaml.written(data).encode(), same)
    yield File(shown, lesson.illustration.svg.encode() + b"\n", _same_text(lesson.illustration.svg))
    for name, body in brought.items():
        yield File(f"{Path(path).parent}/{name}", body, _same_bytes(body), needed_by=path)


def _picture_of(old: Path | None) -> str:
    try:
        raw = contentfile.read(old)[0] if old else None
    except ContentError:
        return ""
    name = raw.get("illustration") if isinstance(raw, dict) else ""
    return name if isinstance(name, str) and re.fullmatch(r"[\w.-]+\.svg", name) else ""


def _same_text(text: str) -> Callable[[Path], bool]:
    return lambda path: path.read_text(encoding="utf-8").strip() == text.strip()


def _same_bytes(body: bytes) -> Callable[[Path], bool]:
    return lambda path: path.read_bytes() == body


def unillustrated(lesson: LessonDocument) -> LessonDocument:
    """The picture is a file of its own."""
    return lesson.model_copy(update={"illustration": lesson.illustration.model_copy(update={"svg": "-"})})


def outline(course: CourseDocument | dict[str, Any]) -> dict[str, Any]:
    """What a course's file says, however it is written."""
    if isinstance(course, CourseDocument):
        course = fields.course(course)
    parts = [{"discussion": None, **part, "lessons": ()} for part in course["parts"]]
    document = CourseDocument.model_validate({**course, "language": settings.LANGUAGE_CODE, "parts": parts})
    return fields.course(document)


def numbered(folder: Path) -> dict[str, Path]:
    """The lessons' files that are in the folder, by slug, in their order."""
    paths = [path for path in folder.glob("[0-9]*.yaml") if re.match(r"\d+-", path.name)]
    return {contentfile.slug_of(path): path for path in sorted(paths, key=number)}


def number(path: Path) -> int:
    return int(path.stem.split("-", 1)[0])


def numbering(slugs: list[str], *known: dict[str, Path]) -> dict[str, int]:
    """A number for each, as in the first of the folders that has them in this order; else 1, 2, 3."""
    for there in known:
        numbers = {slug: number(there[slug]) for slug in slugs if slug in there}
        last = max(map(number, there.values()), default=0)
        new = [slug for slug in slugs if slug not in numbers]
        numbers |= {slug: last + place for place, slug in enumerate(new, start=1)}
        row = [numbers[slug] for slug in slugs]
        if there and row == sorted(set(row)):
            return numbers
    return {slug: place for place, slug in enumerate(slugs, start=1)}


def glossary(terms: list[Term], language: str, folder: Path) -> File:
    """The glossary's file, in the order it has in `folder`; new terms come last, and alphabetically."""
    path = f"{language}/ordliste.yaml"
    there = told_terms(folder / path)
    order = {term.term: place for place, term in enumerate(there)}
    rows = sorted(terms, key=lambda term: (order.get(term.term, len(order)), term.term.casefold(), term.term))
    body = yaml.written([fields.term(term) for term in rows]).encode()
    return File(path, body, lambda path: set(told_terms(path)) == set(terms))


def told_terms(path: Path) -> list[Term]:
    """The terms in the file; none where there is no file, or none that can be read."""
    try:
        return [Term.model_validate(data) for data in contentfile.glossary(path)]
    except (OSError, ValueError, ContentError):
        return []
