"""The lessons as pages that need nothing but the files beside them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from baerekraft.catalog.document import LessonDocument, Recording
from baerekraft.catalog.shelf import Entry
from baerekraft.design import assets
from baerekraft.packages import media, rewriting
from baerekraft.packages.choice import Choice
from baerekraft.packages.making import Say
from baerekraft.player import lessons

Row = Literal["lesson", "part", "course"]

# What lies beside the pages, and where it is kept here.
STATIC = {
    "assets/inter.woff2": "design/inter.woff2",
    "assets/mark.svg": "design/mark.svg",
    "assets/inter.LICENSE.txt": "design/inter.LICENSE.txt",
    "assets/designsystemet.LICENSE.txt": "design/designsystemet/LICENSE",
}


@dataclass(frozen=True)
class Page:
    """A lesson's page. `counts` are the ids of the exercises that must be answered before it is done."""

    entry: Entry
    path: str
    html: bytes = field(repr=False)
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """`files` are what lies beside the pages, by path; together they are all that the pages ask for."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes] = field(repr=False)


def rendered(
    choice: Choice,
    *,
    script: str,
    row: Row = "lesson",
    there: Mapping[str, str] | None = None,
    say: Say = lambda done, of: None,
) -> Package:
    """The chosen lessons' pages, with the bundle `script` as their script. Raise NothingChosen where there is none.

    `row` is what is kept as one: a page leads to the other lessons of its row, and to those alone. `there` is where
    other addresses of this installation lie in the package.
    """
    entries = choice.entries
    without = media.left_out(entry.document for entry in entries)
    pages = []
    with translation.override(choice.language):
        for number, entry in enumerate(entries, start=1):
            beside = tuple(other for other in entries if same_row(row, entry, other))
            pages.append(_page(choice, entry, beside, without, there or {}))
            say(number, len(entries))
    files = {media.path(url): media.body(url) for entry in entries for url in shown(entry.document, without)}
    return Package(tuple(pages), {**beside_pages(script), **files})


def same_row(row: Row, one: Entry, other: Entry) -> bool:
    return row == "course" or one.key == other.key or (row == "part" and one.part == other.part)


def path(entry: Entry) -> str:
    return f"{entry.part}/{entry.slug}.html"


def counting(entry: Entry) -> tuple[str, ...]:
    return tuple(exercise.id for exercise in entry.document.exercises if exercise.counts)


def shown(document: LessonDocument, without: frozenset[str]) -> list[str]:
    return sorted({url for url in media.addresses(document) if url} - without)


def _page(
    choice: Choice, entry: Entry, beside: tuple[Entry, ...], without: frozenset[str], there: Mapping[str, str]
) -> Page:
    context = lessons.context(choice.shelf, entry)
    keys = {other.key for other in beside}
    for way in ("previous", "next"):
        if context[way] and context[way].key not in keys:
            context[way] = None
    context["blocks"] = [_block(block, entry, without) for block in context["blocks"]]
    html = render(choice, "packages/lesson.html", context, beside=beside, root="../", there=there)
    for url in sorted(shown(entry.document, without), key=len, reverse=True):
        html = html.replace(f'{url}"', f'../{media.path(url)}"').replace(f"{url} ", f"../{media.path(url)} ")
    return Page(entry, path(entry), html.encode(), counting(entry))


def _block(block: Any, entry: Entry, without: frozenset[str]) -> Any:
    """A film that is not in the package is seen where the course is."""
    if not isinstance(block.block, Recording) or block.block.url not in without:
        return block
    return replace(block, left_out=f"{settings.BASE_URL}{lessons.address(entry.part, entry.slug)}")


def render(
    choice: Choice,
    template: str,
    context: dict[str, Any],
    *,
    beside: tuple[Entry, ...],
    root: str,
    there: Mapping[str, str],
) -> str:
    """A page of the package. `beside` are the lessons it may lead to, `root` the way to the package's own folder."""
    html = render_to_string(
        template,
        {
            **context,
            "packaged": True,
            "package": f"{choice.chosen_course.slug}-{choice.language}",
            "row": json.dumps({entry.key: counting(entry) for entry in beside}),
            "root": root,
            "home": bool(there),
            "alone": len(beside) == 1,
            "issuer": settings.ISSUER,
            "base_url": settings.BASE_URL,
        },
    )
    pages = {lessons.address(entry.part, entry.slug): path(entry) for entry in beside}
    return rewriting.links(html, {**there, **pages}, root)


def beside_pages(script: str) -> dict[str, bytes]:
    """Style, script, type and mark."""
    style = assets.built("app.css") + assets.built("package.css")
    own = {
        "assets/style.css": style.replace("/static/design/inter.woff2", "inter.woff2").encode(),
        "assets/script.js": assets.built(script).encode(),
    }
    return {**own, **{name: static(there) for name, there in STATIC.items()}}


@cache
def static(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found).read_bytes()
