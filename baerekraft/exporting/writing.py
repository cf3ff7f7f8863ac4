"""Writing the files: first aside, where they are read back; then those that say something new, one by one in place."""

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from baerekraft.authoring import contentfile, seeding
from baerekraft.authoring.contentfile import ContentError
from baerekraft.exporting import course as layout
from baerekraft.exporting import figures, pages
from baerekraft.exporting.course import Pictures
from baerekraft.exporting.file import File
from baerekraft.exporting.pages import Course, LeftOut

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class NotTheSame(Exception):
    """What was written would not come back as it was. Nothing has been touched."""


@dataclass
class Outcome:
    """What became of each file, by its path in the folder."""

    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    no_longer: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: which languages, one course or all, what is published or the newest drafts."""

    languages: tuple[str, ...] = tuple(LANGUAGES)
    course: str = ""
    drafts: bool = False


class NoSuchCourse(Exception):
    """There is nothing to take out."""


def export(
    folder: Path, wanted: Wanted, *, prune: bool = False, say: Callable[[str], object] = str
) -> Outcome:
    """Bring the folder up to the courses. Raises NoSuchCourse, NotTheSame and OSError."""
    courses = list(pages.courses(list(wanted.languages), slug=wanted.course, drafts=wanted.drafts))
    if not courses:
        raise NoSuchCourse(wanted.course)
    for course in courses:
        say(f"  {course.folder}: {len(course.lessons)} lessons")
    files = collect(courses, folder)
    check(courses, files)
    outcome = Outcome(left_out=[left for course in courses for left in course.left_out])
    _move(files, folder, outcome)
    _write(files, folder, outcome)
    outcome.no_longer = no_longer(courses, files, folder)
    if prune:
        for path in outcome.no_longer:
            (folder / path).unlink()
        outcome.removed, outcome.no_longer = outcome.no_longer, []
    return outcome


def collect(courses: list[Course], folder: Path) -> list[File]:
    """Every file there is to be, the figures that the lessons lean on included."""
    pictures = Pictures()
    found = {file.path: file for course in courses for file in layout.files(course, folder, pictures)}
    for course in courses:
        if course.main:
            terms = pages.terms(course.language)
            file = layout.glossary(terms, course.language, folder)
            found[file.path] = file
    found |= {file.path: file for file in figures.files(folder)}
    return list(found.values())


def check(courses: list[Course], files: Iterable[File]) -> None:
    """Write everything aside and read it back."""
    with tempfile.TemporaryDirectory() as aside:
        for file in files:
            _put(Path(aside) / file.path, file.body)
        try:
            back = {(read.folder, read.language): read for read in seeding.read_all(Path(aside))}
        except ContentError as error:
            raise NotTheSame(str(error)) from error
        for course in courses:
            read = back[Path(aside) / Path(course.folder).parent, course.language]
            if layout.outline(read.course) != layout.outline(course.document):
                raise NotTheSame(course.document.title)
            for lesson, other in zip(course.lessons, read.lessons, strict=True):
                if lesson != other:
                    raise NotTheSame(f"{lesson.title} ({lesson.language})")


def _move(files: Iterable[File], folder: Path, outcome: Outcome) -> None:
    """A lesson that has got another number keeps its file under the new name."""
    moves = []
    for file in files:
        new = folder / file.path
        if new.suffix == ".yaml" and new.name[:1].isdigit():
            old = layout.numbered(new.parent).get(contentfile.slug_of(new))
            if old and old.name != new.name:
                moves.append((old, old.with_name(f".{new.name}.moving"), new))
                outcome.moved.append(f"{old.relative_to(folder)} → {new.name}")
    for old, between, _new in moves:
        os.replace(old, between)
    for _old, between, new in moves:
        os.replace(between, new)


def _write(files: Iterable[File], folder: Path, outcome: Outcome) -> None:
    for file in files:
        path = folder / file.path
        kept = file.needed_by in outcome.same or _says_the_same(file, path)
        (outcome.same if kept else outcome.written).append(file.path)
        if not kept:
            _put(path, file.body)


def _says_the_same(file: File, path: Path) -> bool:
    try:
        return path.is_file() and file.says_the_same(path)
    except (ContentError, ValueError, OSError, AttributeError, KeyError, TypeError):
        # A file that cannot be read does not say the same; it is written anew.
        return False


def _put(path: Path, body: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(body)
    os.replace(aside, path)


def no_longer(courses: list[Course], files: Iterable[File], folder: Path) -> list[str]:
    """Lessons and illustrations in the folders of these courses that are not in the courses now."""
    there = {file.path for file in files}
    found = set()
    for course in courses:
        base = folder / course.folder
        for pattern in ("*/[0-9]*.yaml", "*/illustrations/*.svg"):
            found |= {
                path.relative_to(folder).as_posix()
                for path in base.glob(pattern)
                if path.parts[-2] != "sjekken"
            }
    return sorted(found - there)
