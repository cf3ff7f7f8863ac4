"""Pictures, films and sound beside a content file: named there by path, in the lesson by content."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from baerekraft.authoring import contentfile
from baerekraft.authoring.contentfile import ContentError
from baerekraft.media import checking, films, library
from baerekraft.media.checking import Refused

KINDS = {"image": ("file",), "recording": ("file", "captions", "poster")}
PICTURES = {("image", "file"), ("recording", "poster")}
# Said of the file and not of its place in the lesson: the library keeps these.
OF_THE_FILE = ("credit", "licence", "seconds")


@dataclass(frozen=True)
class Asked:
    """A file that a block names: as a picture or not, and what the block says of it."""

    path: Path
    picture: bool
    title: str
    alt: str
    credit: str
    licence: str
    seconds: int


def named(
    path: Path, node: yaml.Node | None, index: int, kind: str, fields: dict[str, Any]
) -> dict[str, Any]:
    """The block's fields with each file named by its content. Raises ContentError for one that cannot be used."""
    kept = {name: value for name, value in fields.items() if name not in OF_THE_FILE}
    for field in ("credit", "licence"):
        if not str(fields.get(field) or "").strip():
            raise ContentError(path, _line(node, index, kind), f"«{field}» is missing. Add it here.")
    for field in KINDS[kind]:
        if fields.get(field):
            kept[field] = _name(path, node, (index, kind, field), str(fields[field]))
    return kept


def _line(node: yaml.Node | None, index: int, kind: str, *field: str) -> int:
    return contentfile.line_of(node, ("body", index, kind, *field))


def _name(path: Path, node: yaml.Node | None, place: tuple[int, str, str], written: str) -> str:
    index, kind, field = place
    line = _line(node, index, kind, field)
    file = beside(path, written)
    if file is None:
        raise ContentError(path, line, f"The file «{written}» is not in {path.parent.name}/.")
    try:
        return name_of(file, file.stat().st_mtime_ns, picture=(kind, field) in PICTURES)
    except Refused as error:
        raise ContentError(path, line, f"{file.name}: {contentfile.in_english(error)}") from error


def beside(path: Path, written: str) -> Path | None:
    """The file with this path from the lesson's folder, and never one outside it."""
    folder = path.parent.resolve()
    file = (folder / written).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


@cache
def name_of(file: Path, changed: int, *, picture: bool) -> str:
    """Files are checked once, however often the content is read. `changed` is when the file last was."""
    body = file.read_bytes()
    return checking.picture(body).name if picture else films.film(body).name


def bring(path: Path) -> None:
    """Bring the files that a lesson names into the library, once each."""
    for asked in asks(path):
        body = asked.path.read_bytes()
        told = {"credit": asked.credit, "licence": asked.licence}
        if asked.picture:
            image = library.add_image(asked.path.name, body, title=asked.title, alt=asked.alt, **told)
            library.told(image, **told, description=asked.alt)
        else:
            recording = library.add_recording(
                asked.path.name, body, title=asked.title, seconds=asked.seconds, **told
            )
            library.told(recording, **told)


def asks(path: Path) -> Iterator[Asked]:
    data, _node = contentfile.read(path)
    for entry in data["body"]:
        [(kind, fields)] = entry.items()
        for field in KINDS.get(kind, ()):
            file = beside(path, str(fields[field])) if fields.get(field) else None
            if file:
                yield Asked(
                    file,
                    (kind, field) in PICTURES,
                    str(fields.get("title") or file.stem),
                    str(fields.get("alt") or fields.get("title") or file.stem),
                    str(fields["credit"]).strip(),
                    str(fields["licence"]).strip(),
                    int(fields.get("seconds") or 0),
                )
