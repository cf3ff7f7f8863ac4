"""Checking films, sound and captions before they are let in: by what the file holds, never by its name."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from baerekraft.media.checking import Refused, largest, named

# Where a phone's film says where it was taken: «+59.9139+010.7522+012.3/».
PLACE = re.compile(rb"[+-]\d{2,4}\.\d{2,}[+-]\d{3,5}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?/")
# A film has a few dozen; a file of nothing but empty ones would fill the memory.
MOST_BOXES = 2_000
DIGIT = re.compile(rb"\d")
TIMING = re.compile(
    r"^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t]|$)"
)


@dataclass(frozen=True)
class Film:
    """A film, a sound or captions, ready for the library. What could not be read from the file is 0."""

    body: bytes
    ending: str
    kind: str
    seconds: int = 0
    width: int = 0
    height: int = 0

    @property
    def name(self) -> str:
        return named(self.body, self.ending)


def film(body: bytes) -> Film:
    """The file as the library stores it, or Refused."""
    largest(settings.MEDIA_VIDEO_MB, len(body))
    if body[:3] == b"\xef\xbb\xbf" or body[:6] == b"WEBVTT":
        return captions(body)
    if body[4:8] == b"ftyp":
        return mp4(body)
    if body[:4] == b"\x1aE\xdf\xa3" and b"webm" in body[:64]:
        return Film(body, "webm", "video")
    if body[:4] == b"OggS":
        return ogg(body)
    if body[:3] == b"ID3" or (len(body) > 1 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2):
        return Film(body, "mp3", "audio")
    raise Refused(
        _(
            "This is not a film or sound that browsers can play. Save a film as MP4 (H.264), sound as MP3 and captions as WebVTT (.vtt), and upload that."
        )
    )


def ogg(body: bytes) -> Film:
    if b"theora" in body[:512]:
        raise Refused(_("Browsers no longer play this kind of film. Save it as MP4 (H.264) and upload that."))
    return Film(body, "ogg", "audio")


def mp4(body: bytes) -> Film:
    """An MP4 film or M4A sound. Where it was taken is blanked out."""
    head = dict(boxes(body)).get(b"moov")
    if head is None:
        raise Refused(_("The file is damaged or not complete. Save it again and upload it."))
    start, end = head
    moov = body[start:end]
    if b"vide" not in moov:
        kind, ending = "audio", "m4a"
    elif b"avc1" in moov or b"avc3" in moov:
        kind, ending = "video", "mp4"
    else:
        raise Refused(_("Not every browser can play this film. Save it as MP4 with H.264, and upload that."))
    told = PLACE.sub(lambda place: DIGIT.sub(b"0", place[0]), moov)
    seconds, (width, height) = length(moov), size(moov)
    return Film(body[:start] + told + body[end:], ending, kind, seconds, width, height)


def boxes(body: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """The boxes that an MP4 file or a box in it is made of, each with where its content begins and ends."""
    found: list[tuple[bytes, tuple[int, int]]] = []
    at = 0
    while at + 8 <= len(body) and len(found) < MOST_BOXES:
        size, kind, begins = int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8], at + 8
        if size == 1:
            size, begins = int.from_bytes(body[at + 8 : at + 16]), at + 16
        ends = at + size if size else len(body)
        if ends < begins or ends > len(body):
            break
        found.append((kind, (begins, ends)))
        at = ends
    return found


def length(moov: bytes) -> int:
    """Seconds, rounded up; 0 when the file does not say."""
    start, end = dict(boxes(moov)).get(b"mvhd", (0, 0))
    header = moov[start:end]
    if len(header) < 20:
        return 0
    wide = header[0] == 1
    scale = int.from_bytes(header[20:24] if wide else header[12:16])
    duration = int.from_bytes(header[24:32] if wide else header[16:20])
    return -(-duration // scale) if scale else 0


def size(moov: bytes) -> tuple[int, int]:
    """Width and height of the largest track; zeros for sound."""
    sizes = [(0, 0)]
    for kind, (start, end) in boxes(moov):
        track = moov[start:end]
        if kind == b"trak" and (place := dict(boxes(track)).get(b"tkhd")):
            header = track[place[0] : place[1]]
            sizes.append((int.from_bytes(header[-8:-6]), int.from_bytes(header[-4:-2])))
    return max(sizes)


def captions(body: bytes) -> Film:
    """A WebVTT file whose times are in order."""
    try:
        text = body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(
            _("The captions are not UTF-8. Save the file again with the encoding UTF-8.")
        ) from error
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise Refused(_("The captions must be a WebVTT file, whose first line is WEBVTT."))
    before, count = 0, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" in line:
            before, count = timed(line, number, before), count + 1
    if not count:
        raise Refused(
            _("There are no captions in the file. Each begins with a line like 00:01.000 --> 00:04.000.")
        )
    return Film(text.encode(), "vtt", "captions", seconds=-(-before // 1000))


def timed(line: str, number: int, before: int) -> int:
    """When the caption begins, in milliseconds. Raises Refused when it ends first, or begins before the one above."""
    match = TIMING.match(line.strip())
    if not match:
        raise Refused(
            _("Line %(line)d of the captions must be like 00:01.000 --> 00:04.000.") % {"line": number}
        )
    begins, ends = (milliseconds(match.groups()[at : at + 4]) for at in (0, 4))
    if ends <= begins:
        raise Refused(_("Line %(line)d of the captions ends before it begins.") % {"line": number})
    if begins < before:
        raise Refused(
            _("Line %(line)d of the captions begins before the one above it. Put them in order.")
            % {"line": number}
        )
    return begins


def milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
