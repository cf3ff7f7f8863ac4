"""How wide a text in Inter becomes, so that labels can be broken and kept apart without a browser."""

import re
import unicodedata

# In hundredths of the font size, measured in the font.
_WIDTHS = {
    25: "Iijl",
    30: " !',.:;`\u00a0",
    35: "()/[\\]ft|",
    40: "1r",
    45: '"-^_{}²³°₂',
    50: "*?–",
    55: "7JLacksvxyzåäáčšž",
    60: "235689EFbdeghnopquøéóöüđŋ«»",
    65: "#$&+04<=>BKPRSTZ~ŠŽ−",
    70: "ADVXYÅÁ",
    75: "CGHNOQUØČĐŊ",
    80: "w",
    85: "…",
    90: "Mmæ",
    95: "@",
    100: "%WÆ—",
}
_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")
_BRACKETS = re.compile(r"\([^()]{1,20}\)")
_UNKNOWN, _SQUARE = 70, 130
BOLDER = 1.06


def width(text: str, size: float, *, bold: bool = False) -> float:
    """A little more than it will be, never less."""
    return sum(map(_of, text)) / 100 * size * (BOLDER if bold else 1)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; a word that is too long for a line is cut. What is in brackets stays together."""
    lines: list[str] = []
    for word in _words(text):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines.append(cut(word, size, room, bold=bold))
    return lines or [""]


def _words(text: str) -> list[str]:
    """Spaces that may not break are no ends of words."""
    together = _BRACKETS.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
    return [word for word in _BREAKS.split(together) if word]


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or its beginning and three dots."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _of(character: str) -> int:
    if character in _OF:
        return _OF[character]
    if unicodedata.combining(character):
        return 0
    return _SQUARE if unicodedata.east_asian_width(character) in "WF" else _UNKNOWN
