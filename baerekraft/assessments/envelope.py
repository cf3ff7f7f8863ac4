"""The envelope of a saved assessment: UTF-8 JSON with a checksum, and plain words about every file that is something else."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import fields

FORMAT, VERSION = "baerekraftsjekk", 1
# What a web server in front of us commonly lets through.
MOST_BYTES = 1_000_000
LONGEST_SHOWN = 80

KNOWN = {
    "format",
    "version",
    "saved_at",
    "installation",
    "language",
    "document",
    "comments",
    "target_set",
    "checksum",
}


class BadFile(ValueError):
    """Nothing can be taken from the file; the text says why and what to do."""


def seal(raw: Mapping[str, Any]) -> bytes:
    """The file, without what there is none of."""
    kept = {name: value for name, value in raw.items() if value is not None}
    content = _encoded(kept, indent=2)
    # The largest ones do without what makes them easy to read.
    return content if len(content) <= MOST_BYTES else _encoded(kept, indent=None)


def open(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """What the file holds, and what there is to tell about it. Raises BadFile."""
    doubled: list[str] = []
    raw, whole = _parsed(_decoded(content), doubled)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadFile(_("This file holds something else. Choose the .json file that you saved here."))
    told, version = [], raw.get("version")
    if isinstance(version, int | float) and version > VERSION:
        told.append(_("The file comes from a newer version of the check. What is new in it is left out."))
    elif not whole:
        told.append(_("The file has been changed outside the check. Look through the answers."))
    for name in dict.fromkeys(doubled):
        told.append(_("«%s» stands twice in one place. The last one is taken.") % shown(name))
    for name in sorted(raw.keys() - KNOWN):
        told.append(_("«%s»: not known here.") % shown(name))
    return raw, told


def sayable(text: str) -> str:
    """Without half characters, which JSON can spell and no page can show."""
    return text.encode("utf-8", "ignore").decode()


def shown(text: str) -> str:
    """A stranger's text as it can stand in a sentence of ours."""
    text = fields.tidy(sayable(text[: 4 * LONGEST_SHOWN]))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _encoded(raw: dict[str, Any], *, indent: int | None) -> bytes:
    text = json.dumps({**raw, "checksum": _checksum(raw)}, ensure_ascii=False, indent=indent)
    return f"{text}\n".encode()


def _checksum(raw: Mapping[str, Any]) -> str:
    """Of all but itself, however the file is laid out."""
    rest = {name: value for name, value in raw.items() if name != "checksum"}
    said = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _parsed(text: str, doubled: list[str]) -> tuple[Any, bool]:
    """What the JSON says, and whether it is as it was saved. Names that stand twice are put in `doubled`."""

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            times = Counter(name for name, _value in pairs)
            doubled.extend(name for name in found if times[name] > 1)
        return found

    try:
        raw = json.loads(text, object_pairs_hook=table, parse_int=_whole)
        return raw, isinstance(raw, dict) and raw.get("checksum") == _checksum(raw)
    except (ValueError, RecursionError):
        raise BadFile(
            _("This is no file from here, or it has been damaged. Choose the .json file that you saved.")
        ) from None


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadFile(
            _("The file is larger than %d kB. A saved assessment is never that large.") % (MOST_BYTES // 1000)
        )
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise BadFile(_("The file is empty. Choose the .json file that you saved."))
    if content.startswith(b"%PDF"):
        raise BadFile(_("This is a PDF, which cannot be opened again. Choose the .json file that you saved."))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile(_("This is a document or a compressed file. Choose the .json file that you saved."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:4]:
        raise BadFile(_wrong_encoding("UTF-16"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if content.lstrip().startswith(b"{"):
            raise BadFile(_wrong_encoding("Windows-1252")) from None
        raise BadFile(_("This is not a text file. Choose the .json file that you saved.")) from None


def _wrong_encoding(name: str) -> str:
    return (
        _("The file seems to be saved as %s. Open it in a text editor, save it as UTF-8, and send it again.")
        % name
    )


def _whole(figures: str) -> int | float:
    """Python refuses to read numbers of thousands of figures; as a decimal number they are only very large."""
    return int(figures) if len(figures) < 20 else float(figures)
