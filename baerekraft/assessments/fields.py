"""A document as a flat table: `case/title`, `alternatives/main/goals/13/effect`, `measures/0a1b…/due_on`.

That is how a form names its inputs and how two people's changes are told apart. Every value is a text; an empty one
is the same as none.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from html import unescape
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel, TypeAdapter, ValidationError

from baerekraft.assessments.document import LONGEST_LINE, Document
from baerekraft.learners.identifiers import uuid7

Fields = dict[str, str]

# All texts of an assessment together, in characters.
MOST = 400_000
UNSEEN = re.compile(
    r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]"
)
WORD_HTML = re.compile(r"<!--StartFragment|class=\"?Mso|<o:p>|mso-[a-z]+:|urn:schemas-microsoft-com", re.I)
# Neither looks past its own kind's next beginning, so that a hostile text takes no longer than a kind one.
NOT_TEXT = re.compile(r"<!--(?:(?!<!--).)*?-->|<(style|script|xml)\b(?:(?!<\1\b).)*?</\1\s*>", re.I | re.S)
LINE_END = re.compile(r"<br\b[^<>]*>|</(p|div|li|tr|h[1-6])\s*>", re.I)
TAG = re.compile(r"<[^<>]{0,2000}>")
# Where a pile of accents may stand; no alphabet has so many letters in a row that most texts are looked through.
FOREIGN = re.compile(r"[\u0300-\U0010ffff]{31,}")
MOST_MARKS = 30


class NoSuchField(Exception):
    """The path leads nowhere in the document."""


class Refused(Exception):
    """The value cannot stand in the field; the text says what to do about it."""


def new_id() -> str:
    """Sorts by the millisecond it was made in; one page makes many in the same, so the rest is luck enough for that."""
    made = uuid7().hex
    return made[:12] + made[-8:]


def clean(path: str, raw: str) -> str:
    """The value as it is kept. Raises NoSuchField or Refused."""
    leaf = _leaf(path)
    is_text = _is_text(leaf)
    value = tidy(raw) if is_text else raw.strip()
    if is_text and longest(leaf) == LONGEST_LINE:
        value = " ".join(value.split())
    if value == "":
        return ""
    try:
        kept = _adapter(leaf).validate_python(value if is_text or not _is_day(leaf) else _day(value))
    except (ValidationError, ValueError):
        raise Refused(_advice(leaf, value)) from None
    return kept.isoformat() if isinstance(kept, date) else str(kept)


def tidy(text: str) -> str:
    """A pasted text without what cannot be seen, and without the mark-up that Word sends along."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if WORD_HTML.search(text):
        text = plain(text)
    # In this order: what cannot be seen may stand between a letter and its accent.
    text = FOREIGN.sub(_few_marks, UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", text).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").strip()


def _few_marks(run: re.Match[str]) -> str:
    """No letter with more accents than a language can have: putting thousands in order takes minutes."""
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def plain(html: str) -> str:
    """The words of HTML that was pasted as source."""
    text = TAG.sub("", LINE_END.sub("\n", NOT_TEXT.sub("", html)))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def read(fields: Mapping[str, str]) -> Document:
    """The document that the fields make up. They have been cleaned one by one."""
    nested: dict[str, Any] = {}
    for path, value in fields.items():
        if value == "":
            continue
        *way, name = path.split("/")
        place = nested
        for key in way:
            place = place.setdefault(key, {})
        place[name] = value
    return Document.model_validate(nested)


def write(document: Document) -> Fields:
    """The fields of a document, without the empty ones."""
    found: Fields = {}
    _flatten(document.model_dump(mode="json", exclude_defaults=True), "", found)
    return found


def _flatten(value: Any, path: str, found: Fields) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{path}/{key}" if path else key, found)
    elif value not in ("", None):
        found[path] = value


@lru_cache(maxsize=4096)
def _leaf(path: str) -> Any:
    place: Any = Document
    for key in path.split("/"):
        place = _step(place, key, path)
    if (isinstance(place, type) and issubclass(place, BaseModel)) or get_origin(_rows(place)) is dict:
        raise NoSuchField(path)
    return place


def _rows(place: Any) -> Any:
    """The dictionary without the limit to how many rows it holds."""
    limited = get_origin(place) is Annotated and get_origin(get_args(place)[0]) is dict
    return get_args(place)[0] if limited else place


def _step(place: Any, key: str, path: str) -> Any:
    place = _rows(place)
    if get_origin(place) is dict:
        key_type, inner = get_args(place)
        try:
            _adapter(key_type).validate_python(key)
        except ValidationError:
            raise NoSuchField(path) from None
        return inner
    if isinstance(place, type) and issubclass(place, BaseModel) and key in place.model_fields:
        field = place.model_fields[key]
        return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    raise NoSuchField(path)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """By the kind, of which there are few: there is no end to paths, and making one takes a millisecond."""
    return TypeAdapter(kind)


def _is_text(leaf: Any) -> bool:
    return get_origin(leaf) is Annotated and get_args(leaf)[0] is str


def _is_day(leaf: Any) -> bool:
    return get_origin(leaf) in (Union, UnionType) and date in get_args(leaf)


def _day(value: str) -> date:
    """A day as browsers send it, 2026-12-31, or as Norwegians write it, 31.12.2026."""
    match = re.fullmatch(r"(\d{1,2})[./ ]+(\d{1,2})[./ ]+(\d{4})", value)
    found = date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(value)
    if not 1900 < found.year < 2200:
        raise ValueError(value)
    return found


def _advice(leaf: Any, value: str) -> str:
    if _is_day(leaf):
        return _("Write the date as day.month.year, such as 31.12.2026.")
    if _is_text(leaf):
        return _("The text has %(length)d characters; at most %(longest)d fit here. Shorten it.") % {
            "length": len(value),
            "longest": longest(leaf),
        }
    return _("Choose one of the answers.")


def longest(leaf: Any) -> int:
    """How many characters the text may have."""
    return int(get_args(leaf)[1].max_length)
