"""A variant as it stands: the page's changes read, laid over the county's lesson as it is now, and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from baerekraft.adaptation import anchors, citing, layer
from baerekraft.adaptation.layer import Base, Change, County, Question
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.authoring import compiling, explaining, taking
from baerekraft.authoring.asking import NoFigure
from baerekraft.catalog.document import Block, LessonDocument, Source
from baerekraft.catalog.municipal import Contact
from baerekraft.exercises.block import plain


class Incomplete(ValueError):
    """The variant cannot be shown to learners; the text tells the editor what to do."""


@dataclass
class Variant:
    """One municipality's variant, of a page as it is saved or as it is being written."""

    page: LocalLessonPage

    @cached_property
    def county(self) -> County:
        return anchors.county(self.page.original)

    @cached_property
    def _combined(self) -> tuple[LessonDocument, list[Question]]:
        return layer.apply(self.county, list(changes(self.page)), list(sources(self.page)))

    @property
    def questions(self) -> list[Question]:
        """What the municipality has to decide; nothing while a change cannot be read."""
        try:
            return self._combined[1]
        except Incomplete:
            return []

    def document(self) -> LessonDocument:
        """The lesson as learners are to meet it, figures and all. Raises Incomplete."""
        lesson = self._combined[0].model_copy(update={"contact": contact(self.page)})
        try:
            lesson = LessonDocument.model_validate(lesson.model_dump())
            return taking.take(lesson, on=timezone.localdate())
        except NoFigure as error:
            raise Incomplete(str(error)) from error
        except ValidationError as error:
            raise Incomplete(told(error)) from error


def told(error: ValidationError) -> str:
    return " ".join(explaining.explain(found) for found in error.errors())


def changes(page: LocalLessonPage) -> Iterator[Change]:
    """What the page changes, in order. Raises Incomplete for one that says too little."""
    for number, item in enumerate(page.changes.get_prep_value(), start=1):
        base = page.bases.get(item["id"])
        if base is None:
            raise Incomplete(_("Change %(number)d: choose which block it is about.") % {"number": number})
        try:
            yield Change(item["id"], item["type"], Base.model_validate(base), own(item["value"]))
        except ValidationError as error:
            words = {"number": number, "fault": told(error)}
            raise Incomplete(_("Change %(number)d: %(fault)s") % words) from error


def own(value: dict[str, Any]) -> Block | None:
    """The municipality's own block, as the document has it; None where the change only leaves one out."""
    if "own" not in value:
        return None
    written: dict[str, Any] = value["own"][0] if value["own"] else {"type": "text", "value": {}}
    fields = compiling.tidy(plain(written["value"]))
    return citing.BLOCK.validate_python(compiling.block(written["type"], fields))


def sources(page: LocalLessonPage) -> Iterator[Source]:
    for number, item in enumerate(page.sources.get_prep_value(), start=1):
        try:
            yield Source.model_validate(item["value"])
        except ValidationError as error:
            words = {"number": number, "fault": told(error)}
            raise Incomplete(_("Source %(number)d: %(fault)s") % words) from error


def contact(page: Any) -> Contact | None:
    """The page's contact person, if one is named."""
    if not page.contact_name:
        return None
    return Contact(
        name=page.contact_name,
        title=page.contact_title,
        email=page.contact_email,
        phone=page.contact_phone,
    )
