"""Contrast in pictures: pale photographs, and text in a drawing that its background swallows.

A photograph is pale when the middle nine tenths of its light lie close together. In a drawing only what can be worked
out is: a text with a plain colour on the last plain rectangle that was drawn under it.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import passages
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.places import Place

SPREAD = 70  # of 255
ENOUGH, ENOUGH_LARGE, LARGE = 4.5, 3.0, 24.0  # WCAG 1.4.3
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
NAMED = {"black": "#000000", "white": "#ffffff"}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def pale(body: bytes) -> bool:
    """Whether the picture's light and dark lie too close. What is no picture is not pale."""
    try:
        with Image.open(BytesIO(body)) as image:
            image.draft("L", (256, 256))
            image.thumbnail((256, 256))
            histogram = image.convert("L").histogram()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    edge = sum(histogram) * 0.05
    return _level(histogram[::-1], edge, from_top=True) - _level(histogram, edge) < SPREAD


def _level(histogram: list[int], edge: float, *, from_top: bool = False) -> int:
    seen = 0
    for level, count in enumerate(histogram):
        seen += count
        if seen > edge:
            return 255 - level if from_top else level
    return 0


def photographs(document: LessonDocument, read: Callable[[str], bytes | None]) -> Iterator[Hint]:
    """`read` gives a picture's bytes by its name in the media library, or None."""
    for number, block in passages.numbered(document):
        if block.type == "image" and (body := read(block.file)) and pale(body):
            what = _(
                "The picture is pale: light and dark lie close together. Choose another, or raise its contrast."
            )
            yield Hint.at(passages.place_of(block, number), Kind.CONTRAST, what, Weight.COULD, block.alt)


def drawing(document: LessonDocument) -> Iterator[Hint]:
    for text, ratio in faint(document.illustration.svg):
        what = _(
            "Text in the illustration has a contrast of %(ratio).1f to its background. Make it at least 4.5."
        )
        yield Hint.at(Place("illustration"), Kind.CONTRAST, what % {"ratio": ratio}, Weight.SHOULD, text)


def faint(svg: str) -> Iterator[tuple[str, float]]:
    """Texts in the drawing that stand too close in colour to the rectangle under them."""
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 our own sanitised drawing; no entity survives that
    except ElementTree.ParseError:
        return
    under: list[tuple[tuple[float, float, float, float], str]] = []
    for element in root.iter():
        name, fill = element.tag.rpartition("}")[2], colour(element.get("fill", ""))
        if name == "rect" and fill:
            under.append((_box(element, root), fill))
        elif name == "text" and fill:
            found = next((paint for box, paint in reversed(under) if _holds(box, element)), "")
            ratio = contrast(fill, found) if found else 21.0
            large = _number(element.get("font-size")) >= LARGE
            if ratio < (ENOUGH_LARGE if large else ENOUGH):
                yield "".join(element.itertext()).strip(), ratio


def colour(text: str) -> str:
    text = NAMED.get(text.strip().lower(), text.strip().lower())
    if not HEX.fullmatch(text):
        return ""
    return text if len(text) == 7 else "#" + "".join(digit * 2 for digit in text[1:])


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _number(text: str | None, whole: float = 0.0) -> float:
    match = NUMBER.match(text or "")
    if not match:
        return 0.0
    return float(match[0]) / 100 * whole if (text or "").endswith("%") else float(match[0])


def _box(element: ElementTree.Element, root: ElementTree.Element) -> tuple[float, float, float, float]:
    size = [float(part) for part in NUMBER.findall(root.get("viewBox", "0 0 0 0"))][2:]
    width, height = size if len(size) == 2 else (0.0, 0.0)
    left, top = _number(element.get("x"), width), _number(element.get("y"), height)
    return (
        left,
        top,
        left + _number(element.get("width"), width),
        top + _number(element.get("height"), height),
    )


def _holds(box: tuple[float, float, float, float], text: ElementTree.Element) -> bool:
    left, top, right, bottom = box
    return left <= _number(text.get("x")) <= right and top <= _number(text.get("y")) <= bottom
