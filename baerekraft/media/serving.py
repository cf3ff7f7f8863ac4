"""Published pictures, films and sound as bytes, straight from their folder, for everyone.

Files stand in one folder without subfolders, each under a name that never comes to mean another, so they may be kept
for good. Parts are given out at most PIECE at a time: a player asks for the next when it needs it, so neither memory
nor a thread is held while somebody with a slow line watches a film. Only what asks for a whole film gets it at once.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from baerekraft.catalog.media import AUDIO_TYPES, VIDEO_TYPES
from baerekraft.media import publishing

Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], Any]

NAME = re.compile(r"[0-9a-f]{16}(-[0-9a-f]{8})?(-\d{1,5})?\.[a-z0-9]{2,5}")
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
CONTENT_TYPES = {
    **publishing.TYPES,
    **VIDEO_TYPES,
    **AUDIO_TYPES,
    "vtt": "text/vtt; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
SAVED = {"txt"}  # to take along and not to look at
PIECE = 1024 * 1024
FOREVER = "public, max-age=31536000, immutable"


def prefix() -> str:
    return publishing.address("")


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer a GET or HEAD for a file below `prefix()`."""
    file = find(environ["PATH_INFO"].removeprefix(prefix()))
    if file is None:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []
    size, etag = file.stat().st_size, f'"{file.name}"'
    headers = [*describing(file.name), ("ETag", etag)]
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return []
    asked = part(environ.get("HTTP_RANGE", ""), size) if environ.get("HTTP_IF_RANGE", etag) == etag else None
    if asked is None:
        start_response("200 OK", [*headers, ("Content-Length", str(size))])
        # Given out piece by piece it would hold the process's one thread until the slowest reader had it all.
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [file.read_bytes()]
    return partly(file, size, asked, headers, environ["REQUEST_METHOD"], start_response)


def find(name: str) -> Path | None:
    """The published file with this name; a name that leads elsewhere is no name."""
    known = NAME.fullmatch(name) and name.rpartition(".")[2] in CONTENT_TYPES
    file = publishing.folder() / name if known else None
    return file if file and file.is_file() else None


def describing(name: str) -> Headers:
    ending = name.rpartition(".")[2]
    headers = [
        ("Content-Type", CONTENT_TYPES[ending]),
        ("Cache-Control", FOREVER),
        ("Accept-Ranges", "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ]
    return (
        [*headers, ("Content-Disposition", f'attachment; filename="{name}"')] if ending in SAVED else headers
    )


def part(asked: str, size: int) -> tuple[int, int] | None:
    """Where the part begins and ends; None for a question for the whole file, or for several parts at once."""
    match = RANGE.fullmatch(asked.strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1, size) if last else size


def partly(
    file: Path,
    size: int,
    asked: tuple[int, int],
    headers: Headers,
    method: str,
    start_response: StartResponse,
) -> Iterable[bytes]:
    start, end = asked[0], min(asked[1], asked[0] + PIECE)
    if start >= end:
        headers += [("Content-Range", f"bytes */{size}"), ("Content-Length", "0")]
        start_response("416 Range Not Satisfiable", headers)
        return []
    headers += [("Content-Range", f"bytes {start}-{end - 1}/{size}"), ("Content-Length", str(end - start))]
    start_response("206 Partial Content", headers)
    if method == "HEAD":
        return []
    with file.open("rb") as opened:
        opened.seek(start)
        return [opened.read(end - start)]
