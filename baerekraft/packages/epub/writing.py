"""The book's files, and the book."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from baerekraft.catalog.document import Image, LessonDocument
from baerekraft.packages import drawings, edition, making, media
from baerekraft.packages import volume as volumes
from baerekraft.packages.choice import Choice
from baerekraft.packages.epub import container, xhtml
from baerekraft.packages.making import Kind, Options, Say
from baerekraft.packages.volume import Chapter, PartOfVolume, Volume
from baerekraft.pdf import child

STYLE = Path(__file__).parent / "bok.css"
PAGE, PNG = "application/xhtml+xml", "image/png"
COVER_MM, COVER_PIXELS = 160, 1200
LICENCE = "EUPL-1.2"
CONTENTS = "nav.xhtml"
GLOSSARY = "ordliste.xhtml"


@dataclass(frozen=True)
class Item:
    """A file in the manifest (EPUB 3.3, section 5.6.1)."""

    id: str
    href: str
    type: str
    content: bytes = field(repr=False)
    properties: str = ""


def write(choice: Choice, options: Options, to: BinaryIO, say: Say) -> None:
    """The same course gives the same bytes. Raise NothingChosen before the first of them."""
    with translation.override(choice.language):
        volume = volumes.gather(choice)
        items = list(_items(volume, say))
        package = _package(volume, items)
    container.write(to, {**{item.href: item.content for item in items}, "package.opf": package})


def _items(volume: Volume, say: Say) -> Iterator[Item]:
    cover = drawings.cover(volume.title, volume.lead, settings.ISSUER)
    picture = child.png(cover, width_mm=COVER_MM, pixels=COVER_PIXELS)
    yield Item("omslagsbilde", "omslag.png", PNG, picture, "cover-image")
    yield Item("stil", "bok.css", "text/css", STYLE.read_bytes())
    yield _page(volume, "omslag", "cover")
    yield Item("nav", CONTENTS, PAGE, _rendered(volume, "nav"), "nav")
    yield _page(volume, "om", "about", goals=volume.course.document.learning_goals, **_imprint(volume))
    done = 0
    for part in volume.parts:
        yield _page(volume, part.part.slug, "part", part=part)
        for chapter in part.chapters:
            yield from _chapter(volume, part, chapter)
            done += 1
            say(done, len(volume.chapters))
    if volume.terms:
        terms = [(volumes.anchor(term.term), term) for term in volume.terms]
        yield _page(volume, "ordliste", "glossary", terms=terms)


def _page(volume: Volume, name: str, template: str, *, properties: str = "", **context: Any) -> Item:
    content = _rendered(volume, template, **context)
    # An id must begin with a letter, and a lesson's name need not.
    return Item(f"s-{name}", f"{name}.xhtml", PAGE, content, properties)


def _rendered(volume: Volume, template: str, **context: Any) -> bytes:
    text = render_to_string(f"packages/epub/{template}.html", {"volume": volume, **context})
    return xhtml.page(text, term=_term, link=lambda href: _link(volume, href))


def _chapter(volume: Volume, part: PartOfVolume, chapter: Chapter) -> Iterator[Item]:
    images = {block.file: _image(block) for block in chapter.entry.document.body if isinstance(block, Image)}
    content = [
        (
            block,
            chapter.questions[block.exercise.id] if block.type == "exercise" else None,
            images[block.file].href if block.type == "image" else "",
        )
        for block in chapter.shown["blocks"]
    ]
    yield from images.values()
    yield _page(
        volume,
        chapter.name,
        "lesson",
        properties="svg",
        **chapter.shown,
        part=part,
        chapter=chapter,
        goals=chapter.goals,
        content=content,
        questions=chapter.questions.values(),
        tool_url=_tool(chapter.entry.document),
    )


def _tool(document: LessonDocument) -> str:
    return settings.BASE_URL + reverse("player:tool", args=[document.part, document.slug])


def _image(image: Image) -> Item:
    copy = image.fallback[-1]
    name = copy.url.rpartition("/")[2]
    return Item(f"b-{name.replace('.', '-')}", f"bilder/{name}", copy.type, media.body(copy.url))


def _imprint(volume: Volume) -> dict[str, str]:
    return {
        "issuer": settings.ISSUER,
        "licence": LICENCE,
        "address": settings.BASE_URL + reverse("player:course"),
    }


def _package(volume: Volume, items: list[Item]) -> bytes:
    """Package document (EPUB 3.3, section 5), with the metadata of EPUB Accessibility 1.1, section 2."""
    manifest = list({item.href: item for item in items}.values())
    text = render_to_string(
        "packages/epub/package.html",
        {
            "volume": volume,
            "identifier": edition.identifier("epub", volume.choice),
            "modified": volume.changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "manifest": manifest,
            "spine": [item.id for item in manifest if item.type == PAGE],
            **_imprint(volume),
        },
    )
    return xhtml.document(text)


def _term(id: str) -> str:
    return f"{GLOSSARY}#{id}"


def _link(volume: Volume, href: str) -> str:
    """To the lesson here when the book holds it, else on the web."""
    path, mark, place = href.partition("#")
    chapter = volume.by_path.get(path)
    return f"{chapter.name}.xhtml{mark}{place}" if chapter else volumes.online(href)


making.register(Kind("epub", ".epub", container.KIND.decode(), write))
