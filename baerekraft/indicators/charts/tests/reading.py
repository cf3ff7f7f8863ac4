"""Reading a drawing back: what stands where."""

import re
from xml.etree import ElementTree

from baerekraft.indicators.charts import lettering
from baerekraft.indicators.charts.drawing import Drawing

SIZES = {"name": 7.6, "code": 14.0, "heading": 19.0, "footing": 12.5}


def tree(xml: str) -> ElementTree.Element:
    """Raises where it is not well-formed."""
    return ElementTree.fromstring(xml)


def inline(drawing: Drawing) -> ElementTree.Element:
    return tree(drawing.svg)


def texts(drawing: Drawing) -> list[str]:
    return [element.text or "" for element in inline(drawing).iter("text")]


def of_class(drawing: Drawing, *names: str) -> list[ElementTree.Element]:
    return [one for one in inline(drawing).iter() if set(names) <= set(one.get("class", "").split())]


def points(element: ElementTree.Element) -> list[tuple[float, float]]:
    """Where a path of straight lines goes."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", element.get("d", ""))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def box(element: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text on the page's sheet."""
    look = element.get("class", "").split()
    size = next((SIZES[name] for name in look if name in SIZES), 14.5)
    width = lettering.width(element.text or "", size, bold=bool({"strong", "name", "code"} & set(look)))
    x, foot = float(element.get("x", 0)), float(element.get("y", 0))
    foot += float(element.get("dy", "0em").removesuffix("em")) * size
    left = {"": x, "middle": x - width / 2, "end": x - width}[element.get("text-anchor", "")]
    return left, foot - size * 0.75, left + width, foot + size * 0.22


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
