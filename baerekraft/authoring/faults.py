"""Faults: everything in a draft that must be mended before it can be published, told with where and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic import ValidationError as DocumentError

from baerekraft.authoring import compiling, explaining, linking, placing, taking
from baerekraft.authoring.asking import NoFigure
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.authoring.placing import Path
from baerekraft.catalog.document import (
    BLOCK,
    CourseDocument,
    LessonDocument,
    PartDocument,
    Source,
    loose_ends,
)
from baerekraft.exercises.document import Unfit

Found = Iterator[tuple[Path, str]]


@dataclass(frozen=True)
class Fault:
    """`where` and `what` are for people; `field`, `block` (its id in the stream) and `path` lead to the place."""

    where: str
    what: str
    field: str
    block: str = ""
    path: Path = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class Unpublishable(ValidationError):
    """The draft has faults, so the version that is published stays."""

    def __init__(self, page: Any, found: list[Fault]) -> None:
        super().__init__([str(fault) for fault in found])
        self.page, self.faults = page, found


def of(page: Any) -> list[Fault]:
    """Every fault of the draft, in the order of its fields; none when it can be published."""
    found: dict[Path, list[str]] = {}
    for path, what in _found(page):
        # What the document says of a place goes before what the editor's own block says.
        if what not in found.setdefault(path, []):
            found[path].append(what)
    order = placing.order(page)
    paths = sorted(
        found, key=lambda path: (order.get(str(path[0]), 99) if path else -1, *map(_sortable, path[1:]))
    )
    return [_fault(page, path, what) for path in paths for what in found[path]]


def refuse(page: Any) -> None:
    """Raise Unpublishable when the page has faults."""
    found = of(page)
    if found:
        raise Unpublishable(page, found)


def _sortable(step: int | str) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)


def _fault(page: Any, path: Path, what: str) -> Fault:
    field = str(path[0]) if path else ""
    return Fault(placing.where(page, path), what, field, placing.block_id(page, path), path)


def _found(page: Any) -> Found:
    known = set()
    for path, what in _of_document(page):
        known.add(path)
        yield path, what
    for path, what in placing.unclean(page):
        if not any(path[: len(one)] == one or one[: len(path)] == path for one in known):
            yield path, what


def _of_document(page: Any) -> Found:
    match page:
        case LessonPage():
            yield from _of_lesson(page)
        case PartPage():
            yield from _of_outline(PartDocument, compiling.raw_part(page, ()), page)
        case CoursePage():
            yield from _of_outline(CourseDocument, compiling.raw_course(page, ()), page)


def _of_outline(document: type[BaseModel], raw: dict[str, Any], page: Any) -> Found:
    try:
        document.model_validate(raw)
    except DocumentError as error:
        for place, what in _told(error):
            yield placing.in_draft(page, place), what


def _of_lesson(page: LessonPage) -> Found:
    raw = compiling.raw(page, part=compiling.part_of(page))
    for place, what in _of_raw(raw):
        yield placing.in_draft(page, place), what
    yield from _of_figures(raw)
    yield from linking.broken(page)


def _of_raw(raw: dict[str, Any]) -> Found:
    try:
        LessonDocument.model_validate(raw)
    except DocumentError as error:
        told = list(_told(error))
        yield from told
        if all(place for place, _what in told) and not any(isinstance(one, Unfit) for one in _raised(error)):
            yield from _of_what_is_in_order(raw)


def _of_what_is_in_order(raw: dict[str, Any]) -> Found:
    """Faults between blocks, told already while other blocks are faulty; but for those that a faulty one may mend."""
    blocks = dict(_blocks(raw))
    lesson = _partly(raw, tuple(blocks.values()))
    whole = len(blocks) == len(raw["body"])
    for unfit in loose_ends(lesson):
        place = unfit.at
        if place[:1] == ("body",) and len(place) > 1:
            yield ("body", list(blocks)[int(place[1])], *place[2:]), explaining.sentence(unfit)
        elif whole or place == ("sources",):
            yield place, explaining.sentence(unfit)


def _partly(raw: dict[str, Any], body: tuple[Any, ...]) -> LessonDocument:
    """As much of the document as can be looked at before the rest of it is in order."""
    sources = tuple(Source.model_construct(**source) for source in raw["sources"])
    known: dict[str, Any] = {"language": raw["language"], "hook": str(raw["hook"])}
    return LessonDocument.model_construct(**known, body=body, sources=sources)


def _blocks(raw: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    for index, block in enumerate(raw["body"]):
        try:
            yield index, BLOCK.validate_python(block)
        except DocumentError:
            continue


def _of_figures(raw: dict[str, Any]) -> Found:
    """The figures, pictures and recordings that the blocks ask for and nobody has."""
    lesson = _partly(raw, ())
    taker = taking.Taker(lesson)
    for index, block in _blocks(raw):
        try:
            taker.block(block, index)
        except NoFigure as error:
            for one in (error, *error.also):
                yield tuple(one.at), explaining.sentence(one)


def _told(error: DocumentError) -> Found:
    for found in error.errors():
        raised = found.get("ctx", {}).get("error")
        if isinstance(raised, Unfit):
            for one in (raised, *raised.also):
                yield (*found["loc"], *one.at), explaining.sentence(one)
        elif not _counts_faulty_ones(found):
            yield found["loc"], explaining.explain(found)


def _counts_faulty_ones(found: Any) -> bool:
    """Too few because some are faulty: there are enough, once those are mended."""
    return found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"]


def _raised(error: DocumentError) -> Iterable[Any]:
    return [found.get("ctx", {}).get("error") for found in error.errors() if not found["loc"]]


def count(found: list[Fault]) -> str:
    """One line that says how many there are."""
    if len(found) == 1:
        return _("One thing must be mended before this can be published.")
    return _("%(count)d things must be mended before this can be published.") % {"count": len(found)}
