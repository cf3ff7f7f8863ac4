"""The published copies: several widths and formats of a picture, and films as they are, in a folder of their own.

A copy's name follows from its content and from how it was made, so that it never changes and may be kept for good.
Copies are never removed: learners may have begun on a version of the lesson that shows them.
"""

import hashlib
import io
import os
import tempfile
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps

from baerekraft.catalog.media import Rendition
from baerekraft.media.models import LibraryImage, LibraryRecording

FOLDER = "public"
WIDTHS = (360, 720, 1080)
POSTER = (720, 405)
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def address(name: str) -> str:
    return f"{settings.MEDIA_URL}{FOLDER}/{name}"


def renditions(image: LibraryImage) -> tuple[Rendition, ...]:
    """The picture's published copies, narrowest first; made if they are not there."""
    with image.open_file() as stored, Image.open(stored) as opened:
        endings = ("avif", "webp", "png" if clear(opened) else "jpg")
        return tuple(
            rendition(image, opened, width, ending) for width in widths(image.width) for ending in endings
        )


def widths(original: int) -> list[int]:
    """Never larger than the original."""
    narrower = [width for width in WIDTHS if width < original]
    return narrower if len(narrower) == len(WIDTHS) else [*narrower, original]


def clear(image: Image.Image) -> bool:
    """Whether one can see through parts of it."""
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def rendition(image: LibraryImage, opened: Image.Image, width: int, ending: str) -> Rendition:
    name = f"{image.name.partition('.')[0]}-{width}.{ending}"
    height = max(1, round(image.height * width / image.width))
    file = folder() / name
    if not file.exists():
        put(name, encoded(sized(opened, width, height), ending))
    return Rendition(
        url=address(name), type=TYPES[ending], width=width, height=height, bytes=file.stat().st_size
    )


def sized(image: Image.Image, width: int, height: int) -> Image.Image:
    smooth = image.convert("RGBA" if clear(image) else "RGB")
    return smooth.resize((width, height), Image.Resampling.LANCZOS)


def encoded(image: Image.Image, ending: str) -> bytes:
    stream = io.BytesIO()
    match ending:
        case "avif":
            image.save(stream, "AVIF", quality=58, speed=6)
        case "webp":
            image.save(stream, "WEBP", quality=76, method=5)
        case "jpg":
            image.convert("RGB").save(stream, "JPEG", quality=78, optimize=True, progressive=True)
        case _:
            image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def poster(image: LibraryImage) -> str:
    """The address of the picture cut to a film's shape around its focal point."""
    x, y = focus(image)
    name = f"{image.name.partition('.')[0]}-{digest(f'{x:.3f} {y:.3f}'.encode())[:8]}-{POSTER[0]}.jpg"
    if not (folder() / name).exists():
        with image.open_file() as stored, Image.open(stored) as opened:
            cut = ImageOps.fit(opened.convert("RGB"), POSTER, Image.Resampling.LANCZOS, centering=(x, y))
        put(name, encoded(cut, "jpg"))
    return address(name)


def focus(image: LibraryImage) -> tuple[float, float]:
    """What to keep in sight, as parts of the width and the height."""
    if not image.has_focal_point():
        return 0.5, 0.5
    return image.focal_point_x / image.width, image.focal_point_y / image.height


def recording(item: LibraryRecording) -> str:
    """The address of the film's, the sound's or the captions' published copy."""
    if not (folder() / item.name).exists():
        put(item.name, item.body())
    return address(item.name)


def transcript(text: str) -> str:
    """The address of a transcript as a file to take along."""
    name = f"{digest(text.encode())[:16]}.txt"
    if not (folder() / name).exists():
        put(name, text.encode())
    return address(name)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def put(name: str, body: bytes) -> None:
    """Written beside and then named, so that nobody is ever given half a file."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder(), prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    os.chmod(beside, settings.FILE_UPLOAD_PERMISSIONS or 0o644)
    os.replace(beside, folder() / name)
