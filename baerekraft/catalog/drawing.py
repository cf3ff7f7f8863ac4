"""What an SVG drawing may hold. It stands inside the page itself, so only shapes, colours and text are let in."""

import re
from xml.etree import ElementTree

from django.utils.translation import gettext_noop

from baerekraft.exercises.document import Unfit

SHAPES = {
    "svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "use", "symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
}  # fmt: skip
ATTRIBUTES = {
    "class", "clip-path", "clip-rule", "clipPathUnits", "cx", "cy", "d", "dominant-baseline", "dx", "dy",
    "fill", "fill-opacity", "fill-rule", "focusable", "font-family", "font-size", "font-weight", "fx", "fy",
    "gradientTransform", "gradientUnits", "height", "href", "id", "letter-spacing", "mask", "maskUnits",
    "offset", "opacity", "pathLength", "points", "preserveAspectRatio", "r", "role", "rx", "ry", "stop-color",
    "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "transform", "vector-effect",
    "version", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
NAMESPACES = {"", "{http://www.w3.org/2000/svg}"}
# A backslash is how CSS spells a letter otherwise, and nothing that a drawing needs.
PLACES = re.compile(
    r"\\|\b(?:image|image-set|src|element)\s*\(|url\s*\((?!\s*['\"]?#)|(?:^|[\s(])(?:javascript|data|https?):",
    re.IGNORECASE,
)
# Browsers read an instruction as a comment that ends at its first «>», and what follows as part of the page.
DECLARATION = re.compile(r"\s*<\?xml\s[^<>?]*\?>")


def checked(svg: str) -> str:
    """The drawing as it is, or Unfit for the first thing in it that may not stand in a page."""
    if "<!" in svg or "<?" in DECLARATION.sub("", svg, count=1):
        raise Unfit(
            gettext_noop(
                "the drawing holds a comment, a document type or an instruction; save it again as «plain SVG»"
            )
        )
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - without a document type there are no entities to expand
    except ElementTree.ParseError as error:
        raise Unfit(
            gettext_noop("the drawing is not whole SVG; save it again from the program it was drawn in")
        ) from error
    if _name(root.tag) != "svg":
        raise Unfit(gettext_noop("the drawing must begin with <svg>"))
    for element in root.iter():
        _check(element)
    return svg


def _check(element: ElementTree.Element) -> None:
    name = _name(element.tag)
    if name not in SHAPES:
        raise Unfit(
            gettext_noop(
                "the drawing holds <%(name)s>, which may not stand in a page; save it again as «plain SVG», or draw it without"
            ),
            name=name,
        )
    for attribute, value in element.attrib.items():
        said = _name(attribute)
        if said not in ATTRIBUTES and not said.startswith("aria-"):
            raise Unfit(
                gettext_noop(
                    "the drawing holds «%(attribute)s» on <%(name)s>, which may not stand in a page; "
                    "save it again as «plain SVG», or draw it without"
                ),
                attribute=said,
                name=name,
            )
        if PLACES.search(value) or (said == "href" and not value.startswith("#")):
            raise Unfit(
                gettext_noop(
                    "the drawing fetches something from elsewhere in «%(attribute)s»; draw it without that"
                ),
                attribute=said,
            )


def _name(tag: str) -> str:
    namespace, brace, name = tag.rpartition("}")
    known = namespace + brace in {*NAMESPACES, "{http://www.w3.org/1999/xlink}"}
    return name if known else tag
