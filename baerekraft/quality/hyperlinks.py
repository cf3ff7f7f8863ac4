"""The web addresses in a lesson, and where each stands."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import passages
from baerekraft.quality.places import Place

HREF = re.compile(r'href="(https?://[^"]+)"')


def placed(document: LessonDocument) -> list[dict[str, Any]]:
    """Each address once, with its first place."""
    found: dict[str, Place] = {}
    for url, place in _placed(document):
        found.setdefault(url, place)
    return [
        {"url": url, "field": place.field, "number": place.number, "block": place.block}
        for url, place in found.items()
        if len(url) <= 500
    ]


def _placed(document: LessonDocument) -> Iterator[tuple[str, Place]]:
    for number, block in passages.numbered(document):
        for url in HREF.findall(getattr(block, "body", "") or ""):
            yield unescape(url), passages.place_of(block, number)
    for number, reading in enumerate(document.further_reading, start=1):
        yield reading.url, Place("further_reading", number, "reading")
    for number, source in enumerate(document.sources, start=1):
        yield source.url, Place("sources", number, "source")
