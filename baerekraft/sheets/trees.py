"""XML from strangers: no DTD, no entities, no depth that nobody needs; every element knows its line."""

# Only the element class is taken from here; what parses is defusedxml.
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

DEPTH = 200
ELEMENTS = 300_000  # each takes half a kilobyte of memory


class Harmful(ValueError):
    """XML that is not read: the text says why."""


class Node(ET.Element):
    line = 0

    def child(self, name: str) -> "Node | None":
        return next(self.children(name), None)

    def children(self, name: str) -> Iterator["Node"]:
        return (child for child in self if child.tag == name and isinstance(child, Node))

    def says(self, *path: str) -> str:
        """The text at the end of the path, empty when the way there is broken."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node is not None else None
        return (node.text or "").strip() if node is not None else ""


class Builder(ET.TreeBuilder):
    """`most` is how many elements of a name are allowed; Full is raised at the next."""

    def __init__(self, name: str = "", most: int = 0) -> None:
        super().__init__(element_factory=Node)
        self.name, self.left, self.depth, self.count = name, most, 0, 0
        self.expat: Any = None

    def start(self, tag: Any, attrs: Any) -> Any:
        self.depth += 1
        self.count += 1
        if self.depth > DEPTH or self.count > ELEMENTS:
            raise Harmful(_("The file is built in a way that no ordinary program does, and is not read."))
        if tag == self.name:
            self.left -= 1
            if self.left < 0:
                raise Full
        node = super().start(tag, attrs)
        node.line = self.expat.CurrentLineNumber  # type: ignore[attr-defined]
        return node

    def end(self, tag: Any) -> Any:
        self.depth -= 1
        return super().end(tag)


class Full(Exception):
    """There are more elements of one name than are taken at a time."""


class Measure:
    """A target that keeps nothing, and only counts how deep the elements lie."""

    depth = 0

    def start(self, tag: Any, attrs: Any) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise Harmful(_("The file is built in a way that no ordinary program does, and is not read."))

    def end(self, tag: Any) -> None:
        self.depth -= 1

    def data(self, text: str) -> None:
        """Text has no depth."""

    def close(self) -> None:
        """Nothing has been kept."""


def tree(body: bytes, *, name: str = "", most: int = 0) -> Node:
    builder = Builder(name, most)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.expat = parser.parser
    return _parsed(parser, body)


def harmless(body: bytes) -> None:
    """Raise Harmful for XML that an ordinary parser should not be given."""
    _parsed(DefusedXMLParser(target=Measure(), forbid_dtd=True), body)


def _parsed(parser: Any, body: bytes) -> Any:
    try:
        parser.feed(body)
        return parser.close()
    except DefusedXmlException as error:
        raise Harmful(
            _("The file defines its own XML entities, which can hide things. Export it anew without them.")
        ) from error
    except ET.ParseError as error:
        line = error.position[0]
        raise Harmful(
            _("The file is not valid XML: something is wrong in line %(line)d. Export it anew.")
            % {"line": line}
        ) from error
    except (ValueError, LookupError) as error:
        if isinstance(error, Harmful):
            raise
        raise Harmful(_("The file is not valid XML. Export it anew.")) from error
