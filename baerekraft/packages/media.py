"""A lesson's pictures, films and sound, as far as there is room for them in a package."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from baerekraft.catalog.document import Image, LessonDocument, Recording

# What course platforms usually take in one file is a little more; pictures and text have room beside it.
RECORDINGS_BYTES = 50_000_000


def left_out(documents: Iterable[LessonDocument]) -> frozenset[str]:
    """The addresses of the recordings that there is no room for, in the order they are met."""
    room, without = RECORDINGS_BYTES, set()
    for recording in (
        block for document in documents for block in document.body if isinstance(block, Recording)
    ):
        if recording.bytes > room:
            without.add(recording.url)
        else:
            room -= recording.bytes
    return frozenset(without)


def addresses(document: LessonDocument) -> Iterator[str]:
    """Of every published file that the lesson shows."""
    for block in document.body:
        if isinstance(block, Image):
            yield from (copy.url for copy in block.renditions)
        elif isinstance(block, Recording):
            yield from (block.url, block.captions_url, block.transcript_url, block.poster_url)


def path(address: str) -> str:
    """Where the file lies in the package."""
    return f"assets/media/{address.rpartition('/')[2]}"


def body(address: str) -> bytes:
    """The file's content. Raise OSError where it is not in the data folder."""
    return (Path(settings.MEDIA_ROOT) / address.removeprefix(settings.MEDIA_URL)).read_bytes()
