"""The pieces of an SVG. Every text and attribute goes through here, so that what comes out is well-formed whatever goes in."""

import re
from collections.abc import Sequence
from html import escape

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def number(value: float) -> str:
    """One decimal is a third of a pixel at the widest."""
    return f"{round(value, 1) + 0.0:g}"


def element(name: str, look: str = "", content: str = "", **attributes: float | str) -> str:
    """`look` is its class. A trailing underscore and inner ones are for names that Python cannot write."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    look = f' class="{look}"' if look else ""
    return f"<{name}{look}{said}>{content}</{name}>" if content else f"<{name}{look}{said}/>"


# From the middle of a line of text to its foot, and from one line's foot to the next's: in em, so that it holds
# when the page makes the letters smaller.
MIDDLE, LEADING = 0.36, 1.25


def text(look: str, x: float, y: float, words: str, *, anchor: str = "", down: float = 0) -> str:
    """`down` is how many em the foot of the letters is below `y`."""
    shift = f"{down:.2f}em" if abs(down) > 0.005 else ""
    return element("text", look, safe(words), x=x, y=y, dy=shift, text_anchor=anchor)


def centred(look: str, x: float, y: float, lines: Sequence[str], *, anchor: str = "") -> str:
    """Lines of text around a height."""
    first = MIDDLE - LEADING * (len(lines) - 1) / 2
    return "".join(
        text(look, x, y, line, anchor=anchor, down=first + LEADING * i) for i, line in enumerate(lines)
    )


def paragraph(look: str, x: float, y: float, lines: Sequence[str]) -> str:
    """Lines of text from a height down."""
    return "".join(text(look, x, y, line, down=0.95 + LEADING * i) for i, line in enumerate(lines))


def path(look: str, points: Sequence[tuple[float, float]]) -> str:
    return element("path", look, d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points))
