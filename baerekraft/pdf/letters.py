"""What a PDF does with characters that no font of ours has: PDF/UA allows no missing glyph."""

import re
import unicodedata
from typing import Any

from anyascii import anyascii

from . import fonts

# Joiners mean something between Arabic letters, and are litter elsewhere (emoji leave them behind).
_STRAY_JOINER = re.compile(r"(?<![\u0600-\u077f])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u077f])")
# All in the fonts, and already composed: nearly every text.
_PLAIN = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u0148\u014a-\u01c3\u01cd-\u024f\u2010-\u2014\u2018-\u201e]*")
_PILE_OF_MARKS = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


def printable(text: str) -> str:
    """The text with what cannot be shown replaced: 𝓚𝓪𝓻𝓲 by Kari, 王 by Wang, tabs by spaces, emoji by nothing."""
    if _PLAIN.fullmatch(text):
        return text
    text = _PILE_OF_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    shown = "".join(map(_shown, text))
    return re.sub(" {2,}", " ", _STRAY_JOINER.sub("", shown)).strip(" ")


def printable_data(value: Any) -> Any:
    """The same for every string in dictionaries and lists."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: printable_data(item) for key, item in value.items()}
        case list() | tuple():
            return [printable_data(item) for item in value]
        case _:
            return value


def _shown(character: str) -> str:
    if character in fonts.characters() or character == "\n":
        return character
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKC", character) if c in fonts.characters())
    if plain:
        return plain
    return anyascii(character) if unicodedata.category(character)[0] == "L" else ""
