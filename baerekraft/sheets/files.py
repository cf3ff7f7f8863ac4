"""What is looked at in every file before it is read: is it there, is it small enough, and is it what it says?"""

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from baerekraft.sheets import trees

MEGABYTE = 1024 * 1024
ENTRIES = 2_000
RATIO = 200  # a page of text seldom shrinks to less than a fiftieth; a bomb to less than a thousandth
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK"
# Where Norwegian letters are told apart: in DOS, quotation marks of Windows stand for the other ones.
OLD_ENCODINGS = {"mac_roman": "æøåÆØÅ", "cp865": "øå"}
# Control characters that no text has; a tab, a line's end and a page's end are none of them.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")


class BadFile(ValueError):
    """A file that cannot be read; the text says why and what to do."""


def check_size(size: int, *, megabytes: int) -> None:
    if not size:
        raise BadFile(_("The file is empty. Choose another file."))
    if size > megabytes * MEGABYTE:
        raise BadFile(
            _("The file is %(size)s, and the largest allowed is %(limit)d MB. Make it smaller, or divide it.")
            % {"size": filesizeformat(size), "limit": megabytes}
        )


def text(body: bytes) -> str:
    """The file as text, in whichever of the encodings Windows and Excel write."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = _decoded(body, "utf-16")
    elif body[1:2] == b"\0" or body[:1] == b"\0":
        found = _decoded(body, "utf-16-le" if body[1:2] == b"\0" else "utf-16-be")
    else:
        found = _utf8(body) or _eight_bits(body)
    if CONTROL.search(found):
        raise BadFile(not_text())
    return found


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _eight_bits(body: bytes) -> str:
    """As Windows writes it; as an old Mac or DOS does where only that gives Norwegian letters."""
    windows = body.decode("cp1252", errors="ignore")
    if not any(letter in windows for letter in "æøåÆØÅ"):
        for encoding, letters in OLD_ENCODINGS.items():
            found = body.decode(encoding)
            if any(letter in found for letter in letters):
                return found
    return _decoded(body, "cp1252")


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        raise BadFile(not_text()) from None


def not_text() -> str:
    return _("This is not a text file. Choose a file in one of the formats listed above.")


def archive(body: bytes, *, megabytes: int) -> zipfile.ZipFile:
    """The archive that an Office file is, when it unpacks to no more than that and its XML is harmless."""
    if body.startswith(OLD_OFFICE):
        raise BadFile(
            _(
                "The file is locked with a password or saved in an old format. Open it, and save it without a password as .xlsx or .docx."
            )
        )
    try:
        opened = zipfile.ZipFile(io.BytesIO(body))
        entries = opened.infolist()
        _check_entries(entries, megabytes=megabytes, size=len(body))
        for entry in entries:
            if PurePosixPath(entry.filename.lower()).suffix in {".xml", ".rels"}:
                trees.harmless(opened.read(entry))
    except BadFile:
        raise
    except trees.Harmful as error:
        raise BadFile(str(error)) from error
    except Exception as error:
        # What a hostile archive makes zipfile and zlib raise has no end, and there is one thing to say of it.
        raise BadFile(damaged()) from error
    return opened


def damaged() -> str:
    return _(
        "The file is damaged or not what its name says. Open it in Word or Excel, save it anew and try again."
    )


def _check_entries(entries: list[zipfile.ZipInfo], *, megabytes: int, size: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or whole > megabytes * MEGABYTE or whole > RATIO * size:
        raise BadFile(
            _(
                "The file unpacks to far more than it should. Copy the text into a new document, and save that."
            )
        )
    if any(_leads_out(entry.filename) for entry in entries):
        raise BadFile(damaged())


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name
