"""Variants made as an editor makes them, and a county that changes its lessons."""

import uuid
from typing import Any

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.adaptation import anchors, making
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.authoring.models import LessonPage
from baerekraft.municipalities.models import Municipality

OWN = "<p>I Asker kaster vi 20 kilo mat hver.</p>"


def make_editor(name: str = "Siri", municipality: str = "Asker") -> User:
    return make_staff(name, Role.MUNICIPAL_EDITOR, municipality)


def the_lesson(number: int = 0) -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path")[number]


def text_block(lesson: LessonPage, number: int = 0) -> str:
    """The id of one of the lesson's texts."""
    return str([child for child in lesson.body if child.block_type == "text"][number].id)


def change(kind: str, anchor: str, body: str = OWN, heading: str = "Slik er det i Asker") -> dict[str, Any]:
    own = [{"type": "text", "value": {"heading": heading, "body": body}, "id": str(uuid.uuid4())}]
    value = {"anchor": anchor} if kind == "hide" else {"anchor": anchor, "own": own}
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def make_variant(
    lesson: LessonPage, *changes: dict[str, Any], municipality: str = "Asker", by: User | None = None
) -> LocalLessonPage:
    """Made, written and published."""
    place = Municipality.objects.get(name=municipality)
    page = making.make(lesson, place, by=by)  # type: ignore[arg-type]
    write(page, *changes)
    return LocalLessonPage.objects.get(pk=page.pk)


def write(page: LocalLessonPage, *changes: dict[str, Any], publish: bool = True) -> None:
    page.changes = page._meta.get_field("changes").to_python(list(changes))
    anchors.remember(page)
    revision = page.save_revision()
    if publish:
        revision.publish()


def county_writes(lesson: LessonPage, block: str, **fields: str) -> None:
    """The county changes a block and publishes."""
    page = LessonPage.objects.get(pk=lesson.pk)
    raw = page.body.get_prep_value()
    for item in raw:
        if item["id"] == block:
            item["value"].update(fields)
    county_publishes(page, raw)


def county_removes(lesson: LessonPage, block: str) -> None:
    page = LessonPage.objects.get(pk=lesson.pk)
    county_publishes(page, [item for item in page.body.get_prep_value() if item["id"] != block])


def county_publishes(page: LessonPage, body: list[dict[str, Any]]) -> None:
    """With the sources that are still cited."""
    written = f"{body} {page.hook}"
    sources = [item for item in page.sources.get_prep_value() if item["value"]["id"] in written]
    page.sources = page._meta.get_field("sources").to_python(sources)
    page.body = page._meta.get_field("body").to_python(body)
    page.save_revision().publish()
