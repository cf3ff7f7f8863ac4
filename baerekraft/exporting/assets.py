"""The pictures and recordings that a lesson shows: their files beside it, and what the library says of them."""

from typing import Any

from baerekraft.catalog.document import Image, LessonDocument, Recording
from baerekraft.media import library

FOLDER = "bilder"
FILES = ("file", "captions", "poster")


def brought(lesson: LessonDocument, data: dict[str, Any]) -> dict[str, bytes]:
    """The files by their path beside the lesson's; `data` gets those paths, and who made what."""
    found = {}
    for block, written in zip(lesson.body, data["body"], strict=True):
        if not isinstance(block, Image | Recording):
            continue
        fields = written[block.type]
        for name in FILES:
            file = fields.get(name)
            item = file and (library.find(file) or library.find_recording(file))
            if not item:
                continue
            fields[name] = f"{FOLDER}/{file}"
            found[fields[name]] = item.body()
            if name == "file":
                fields |= {"credit": item.credit, "licence": item.licence}
                if getattr(item, "seconds", 0):
                    fields["seconds"] = item.seconds
    return found


def told(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What the lesson's file says of who made its pictures and recordings, and on what terms."""
    blocks = [block.get(kind) for block in data.get("body") or [] for kind in ("image", "recording")]
    return [(str(block.get("credit", "")), str(block.get("licence", ""))) for block in blocks if block]
