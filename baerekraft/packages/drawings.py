"""The lessons' drawings outside our pages, where nobody knows our colours by name; and a drawing for the cover."""

import re
from functools import cache
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from baerekraft import design
from baerekraft.pdf import letters

TOKENS = Path(design.__file__).parent / "static" / "design" / "tokens.css"
COLOUR = re.compile(r"(--ill-[a-z0-9-]+):\s*(#[0-9a-f]{3,6})")
NAMED = re.compile(r"var\((--ill-[a-z0-9-]+)\)")
TITLE_COLUMNS, LEAD_COLUMNS = 15, 38


@cache
def colours() -> dict[str, str]:
    """The drawings' colours by daylight, which stand first in the style sheet."""
    found: dict[str, str] = {}
    for name, colour in COLOUR.findall(TOKENS.read_text(encoding="utf-8")):
        found.setdefault(name, colour)
    return found


def standalone(svg: str) -> str:
    """The drawing with its colours in it."""
    return NAMED.sub(lambda match: colours()[match[1]], svg)


# Mountains, woods and a cairn with a golden stone on top, 1600 by 1300, to stand at the foot of a page.
LANDSCAPE = standalone(
    '<path fill="var(--ill-sun)" d="M1120 250a95 95 0 1 1 190 0 95 95 0 1 1-190 0"/>'
    '<path fill="var(--ill-far)" d="M0 620 190 500l150 70 250-330 170 210 130-80 240 300 180-110 290 160v880H0z"/>'
    '<path fill="var(--ill-snow)" d="m590 240 90 112-56 46-48-38-74 60-46-24z"/>'
    '<path fill="var(--ill-mid)" d="M0 760q260-150 520-40t560-20 520 10v590H0z"/>'
    '<path fill="var(--ill-near)" d="M0 900q380-120 780 0t820-50v450H0z"/>'
    '<path fill="var(--ill-tree)" d="m90 990 62-230 62 230zm130 20 74-290 74 290zm1010-30 66-240 66 240z'
    'm130 30 60-220 60 220z"/>'
    '<path fill="var(--ill-ground)" d="M0 1010q420-110 860-10t740-40v340H0z"/>'
    '<path fill="#0f2f27" d="M640 1120c0-54 66-70 165-70s165 16 165 70-66 70-165 70-165-16-165-70z"/>'
    '<path fill="#2f7a64" d="M682 1005c0-48 50-62 123-62s123 14 123 62-50 62-123 62-123-14-123-62z"/>'
    '<path fill="var(--ill-warm)" d="M726 896c0-46 32-60 79-60s79 14 79 60-32 58-79 58-79-12-79-58z"/>'
)


def landscape() -> str:
    """The landscape by itself."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1300">{LANDSCAPE}</svg>'


def cover(title: str, lead: str, issuer: str) -> str:
    """A book's cover, 1600 by 2400, with its words in it. What is too long for it is cut."""
    size = 150 if len(title) <= 40 else 118
    lines = wrap(letters.printable(title), TITLE_COLUMNS * 150 // size)[:5]
    words = [_line(line, 380 + 1.14 * size * place, size, 700, "#0f2f27") for place, line in enumerate(lines)]
    top = 390 + 1.14 * size * len(lines)
    below = wrap(letters.printable(lead), LEAD_COLUMNS, max_lines=6, placeholder=" …")
    words += [_line(line, top + 78 * place, 58, 400, "#16211d") for place, line in enumerate(below)]
    words.append(_line(letters.printable(issuer)[:48], 180, 46, 600, "#1c5143"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 2400" width="1600" height="2400">'
        f'<path fill="#fbf9f4" d="M0 0h1600v2400H0z"/><g transform="translate(0 1100)">{LANDSCAPE}</g>'
        f"{''.join(words)}</svg>"
    )


def _line(text: str, y: float, size: int, weight: int, fill: str) -> str:
    return (
        f'<text x="140" y="{y:.0f}" font-family="Inter" font-size="{size}" font-weight="{weight}" '
        f'fill="{fill}">{escape(text)}</text>'
    )
