"""The badge's picture: a cairn in our landscape. A part's number is its stones along the rim; the whole course has gold."""

from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import mark_safe

from baerekraft.pdf import pictures

PIXELS = 800
MOST = 9  # stones that there is room for
FILE = Path(__file__).parent / "badge.svg"
SPRUCE, GOLD = "#1c5143", "#e8902b"
# Half the width, half the height, the middle's height above the ground, colour: from the ground up.
PART = (
    (66, 22, 306, "#5f6f68"),
    (52, 19, 270, "#82918a"),
    (40, 16, 239, "#5f6f68"),
    (28, 14, 212, "#e8902b"),
)
COURSE = (
    (74, 22, 308, "#5f6f68"),
    (60, 19, 272, "#82918a"),
    (49, 17, 239, "#5f6f68"),
    (38, 15, 209, "#82918a"),
    (29, 13, 183, "#5f6f68"),
    (20, 12, 160, "#e8902b"),
)


@lru_cache(maxsize=16)
def svg(number: int) -> str:
    """The picture for the part with this number; 0 is the whole course."""
    stones = "".join(_dot(place, number) for place in range(number))
    context = {
        "rim": SPRUCE if number else GOLD,
        "cairn": mark_safe("".join(_stone(*stone) for stone in (PART if number else COURSE))),  # noqa: S308 - our own numbers
        "stones": mark_safe(stones),  # noqa: S308 - our own numbers
    }
    return Engine().from_string(FILE.read_text("utf-8")).render(Context(context))


@lru_cache(maxsize=16)
def png(number: int) -> bytes:
    """The same as a PNG."""
    return pictures.png(svg(number), 100, PIXELS, ground="none")


def _stone(half: float, height: float, middle: float, colour: str) -> str:
    """A flat stone: rounder than a box and squarer than an egg."""
    left, right, top, bottom = 200 - half, 200 + half, middle - height, middle + height
    return (
        f'<path fill="{colour}" d="M{left} {middle}C{left} {top} {200 - half * 0.6:g} {top} 200 {top}'
        f"S{right} {top} {right} {middle} {200 + half * 0.6:g} {bottom} 200 {bottom} {left} {bottom} {left} {middle}Z"
        '"/>'
    )


def _dot(place: int, of: int) -> str:
    """One of the small stones at the foot of the rim, in the order one reads."""
    angle = radians(90 + (of - 1 - 2 * place) * 7)
    x, y = 200 + 178 * cos(angle), 200 + 178 * sin(angle)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="12" fill="{GOLD}" stroke="{SPRUCE}" stroke-width="4"/>'
