"""Real files, made here: photographs, bombs, films and captions."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

from baerekraft.media import library
from baerekraft.media.models import LibraryImage, LibraryRecording

CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:03.000\nHei.\n\n00:03.500 --> 00:06.000\nDette er fjorden.\n"


def photograph(
    width: int = 1600, height: int = 1200, format: str = "JPEG", mode: str = "RGB", **said: Any
) -> bytes:
    """A picture with something in it, so that it is worth compressing."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    stream = io.BytesIO()
    image.save(stream, format, **said)
    return stream.getvalue()


def exif(**said: Any) -> Image.Exif:
    """What a telephone writes into a picture: where it was taken, and which way it was held."""
    tags = Image.Exif()
    tags[0x010F] = "Telefon"
    tags.get_ifd(0x8825)[2] = (59.0, 44.0, 38.0)
    if "orientation" in said:
        tags[0x0112] = said["orientation"]
    return tags


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + kind + body


def film(
    seconds: int = 90, codec: bytes = b"avc1", handler: bytes = b"vide", place: bytes = b"", size: int = 4000
) -> bytes:
    """An MP4 file with everything in its head that a player and our check read, and nothing to see."""
    mvhd = box(b"mvhd", b"\0" * 12, struct.pack(">II", 1000, seconds * 1000), b"\0" * 80)
    tkhd = box(b"tkhd", b"\0" * 76, struct.pack(">II", 1280 << 16, 720 << 16))
    media = box(b"mdia", box(b"hdlr", b"\0" * 8, handler), box(b"stsd", codec))
    told = box(b"udta", box(b"\xa9xyz", place)) if place else b""
    moov = box(b"moov", mvhd, box(b"trak", tkhd, media), told)
    return box(b"ftyp", b"isom\0\0\0\1isomavc1") + moov + box(b"mdat", bytes(range(256)) * (size // 256))


def make_image(body: bytes | None = None, **said: str) -> LibraryImage:
    told = {
        "title": "Fjorden",
        "alt": "Fjorden en morgen",
        "credit": "Kari Foto",
        "licence": "CC BY 4.0",
        **said,
    }
    return library.add_image("fjord.jpg", body or photograph(), **told)


def make_film(body: bytes | None = None, **said: str) -> LibraryRecording:
    told = {"title": "En film om fjorden", "credit": "Kari Film", "licence": "CC BY 4.0", **said}
    return library.add_recording("fjord.mp4", body or film(), **told)


def make_captions() -> LibraryRecording:
    return library.add_recording(
        "fjord.vtt", CAPTIONS, title="Teksting", credit="Kari Film", licence="CC BY 4.0"
    )
