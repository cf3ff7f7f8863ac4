"""A published lesson with something from the library in it."""

import json
from typing import Any

from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.media import tables

FIRST = "hva-er-baerekraftig-utvikling"


def draft_with(*blocks: tuple[str, dict[str, Any]]) -> LessonPage:
    """The first lesson with these blocks before all others."""
    page = LessonPage.objects.get(slug=FIRST, locale__language_code="nb")
    body = [{"type": kind, "value": value} for kind, value in blocks]
    page.body = json.dumps([*body, *page.body.get_prep_value()])
    return page


def publish_with(*blocks: tuple[str, dict[str, Any]]) -> Entry:
    draft_with(*blocks).save_revision().publish()
    return shelf.now().lessons[0]


def picture(name: str, **said: Any) -> tuple[str, dict[str, Any]]:
    return "image", {"file": name, "alt": "Fjorden en morgen", "decorative": False, "caption": "", **said}


def recording(name: str, captions: str = "", **said: Any) -> tuple[str, dict[str, Any]]:
    told = {"title": "Om fjorden", "transcript": "<p>Hei.</p><p>Dette er fjorden.</p>", "language": "nb"}
    return "recording", {"file": name, "captions": captions, "poster": "", "caption": "", **told, **said}


def table(*rows: tuple[str, ...], head: tuple[str, ...] = ("", "2019", "2023")) -> tuple[str, dict[str, Any]]:
    return "table", tables.stored({"caption": "Utslipp", "head": head, "rows": rows, "source": ""})
