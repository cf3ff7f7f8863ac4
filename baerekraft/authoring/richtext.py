"""Rich text in one spelling: what an editor typed and what Markdown gives become the same HTML when they say the same.

Draftail writes `<b>` and no line breaks between paragraphs, Markdown writes `<strong>` and one after each. Without one
spelling, saving a lesson without a change, or taking it out to a file and in again, would make a new version of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from markdown_it.common.normalize_url import normalizeLink

# The fields of a lesson that hold it: kind of block and name.
FIELDS = {("text", "body"), ("example", "body"), ("recording", "transcript")}

BLOCKS = {
    "p",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
HOLDERS = {"ul", "ol", "blockquote", "table", "thead", "tbody", "tr"}
VOID = {"br", "hr", "img", "embed", "input"}
NAMES = {"b": "strong", "i": "em"}
SHOWN_ONLY_WITH_TEXT = {"strong", "em", "a", "p"}
# What a content file may hold as HTML. Everything else could run script or fetch something from elsewhere.
ALLOWED = {
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "br",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "hr",
    "code",
    "sub",
    "sup",
}
ALLOWED_ATTRIBUTES = {("a", "href"), ("a", "linktype"), ("a", "id"), ("ol", "start")}
ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)


@dataclass
class Node:
    """An element and what is in it; the document itself has no tag."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS

    def everything(self) -> Iterator["Node"]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.everything()


class Reader(HTMLParser):
    """Reads HTML as browsers would, near enough for what an editor can write."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value or "" for name, value in attrs if name != "data-block-key"}
        node = Node(NAMES.get(tag, tag), kept)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name = NAMES.get(tag, tag)
        if any(node.tag == name for node in self.open[1:]):
            while self.open.pop().tag != name:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """The HTML as a tree in the one spelling."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    root = reader.open[0]
    _tidy(root)
    return root


def canonical(html: str) -> str:
    """The same text in the spelling that Markdown gives; saying it twice changes nothing."""
    return written(read(html)).strip()


def not_allowed(html: str) -> str:
    """The first thing in the HTML that a content file may not hold; empty when all is well."""
    for node in read(html).everything():
        if node.tag not in ALLOWED:
            return f"<{node.tag}>"
        for name, value in node.attributes.items():
            if (node.tag, name) not in ALLOWED_ATTRIBUTES:
                return f"<{node.tag} {name}>"
            if name == "href" and not ADDRESS.match(value):
                return f'<a href="{value}">'
    return ""


def _tidy(node: Node) -> None:
    """Put white space where it is seen, and leave out what is not seen at all."""
    for child in node.children:
        if isinstance(child, Node):
            _tidy(child)
    if node.tag == "a" and node.attributes.get("href"):
        node.attributes["href"] = normalizeLink(node.attributes["href"])
    node.children = list(_joined(_hoisted(node.children)))
    node.children = list(_trimmed(node.children, edges=node.tag == "" or node.is_block))


def _hoisted(children: list[Node | str]) -> Iterator[Node | str]:
    """White space at the edges of bold, italic and links is moved outside them; empty ones go."""
    for child in children:
        if isinstance(child, str) or child.tag not in SHOWN_ONLY_WITH_TEXT:
            yield child
        elif child.is_block:
            if child.children:
                yield child
        else:
            before, after = _edges(child)
            yield before
            if child.children:
                yield child
            yield after


def _edges(node: Node) -> tuple[str, str]:
    before = after = ""
    if node.children and isinstance(node.children[0], str):
        text = node.children[0]
        node.children[0] = text.lstrip()
        before = text[: len(text) - len(text.lstrip())]
    if node.children and isinstance(node.children[-1], str):
        text = node.children[-1]
        node.children[-1] = text.rstrip()
        after = text[len(text.rstrip()) :]
    node.children = [child for child in node.children if child != ""]
    return before, after


def _joined(children: Iterator[Node | str]) -> Iterator[Node | str]:
    """Neighbouring texts as one, with one space where there were many. A space that does not break stays."""
    text = ""
    for child in children:
        if isinstance(child, str):
            text += child
            continue
        if text:
            yield re.sub(r"[ \t\r\n\f]+", " ", text)
        text = ""
        yield child
    if text:
        yield re.sub(r"[ \t\r\n\f]+", " ", text)


def _trimmed(children: list[Node | str], *, edges: bool) -> Iterator[Node | str]:
    """Without the white space at the edges of a block, and beside a block or a line break."""

    def edge(place: int) -> bool:
        if not 0 <= place < len(children):
            return edges
        there = children[place]
        return isinstance(there, Node) and (there.is_block or there.tag == "br")

    for place, child in enumerate(children):
        if isinstance(child, str):
            text = child.lstrip() if edge(place - 1) else child
            text = text.rstrip() if edge(place + 1) else text
            if text:
                yield text
        else:
            yield child


def written(node: Node) -> str:
    """The tree as HTML, line for line as Markdown's renderer sets it."""
    out = ""
    for child in node.children:
        if isinstance(child, str):
            out += escape(child, quote=True).replace("&#x27;", "'")
        elif not child.is_block:
            out += _inline(child)
        else:
            if out and not out.endswith("\n"):
                out += "\n"
            out += _block(child) + "\n"
    return out


def _inline(node: Node) -> str:
    if node.tag == "br":
        return "<br />\n"
    if node.tag in VOID:
        return f"<{node.tag}{_attributes(node)} />"
    return f"<{node.tag}{_attributes(node)}>{written(node)}</{node.tag}>"


def _block(node: Node) -> str:
    if node.tag == "hr":
        return "<hr />"
    inner = written(node)
    begins_with_block = (
        bool(node.children) and isinstance(node.children[0], Node) and node.children[0].is_block
    )
    if node.tag in HOLDERS or begins_with_block:
        inner = "\n" + inner
    return f"<{node.tag}{_attributes(node)}>{inner}</{node.tag}>"


def _attributes(node: Node) -> str:
    return "".join(f' {name}="{escape(value, quote=True)}"' for name, value in node.attributes.items())
