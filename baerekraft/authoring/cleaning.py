"""Rich text without what has no place in a lesson: a whitelist, whatever way the text came in.

The editor's own field keeps only what its buttons make. Text that came in otherwise, or from a Word clipboard, is
cleaned here, each time a draft is compiled.
"""

import re
from collections.abc import Container, Iterator

from baerekraft.authoring import richtext
from baerekraft.authoring.richtext import Node

# What the editor's buttons make; a document from Word is held to it.
BUTTONS = frozenset({"p", "ul", "ol", "li", "strong", "em", "a", "br"})
# Gone with everything in them. `del` is what a tracked change has taken out.
GONE = {
    "del",
    "script",
    "style",
    "head",
    "title",
    "xml",
    "meta",
    "link",
    "object",
    "embed",
    "iframe",
    "svg",
    "math",
}
GONE |= {"template", "select", "textarea", "noscript", "w:sdtpr"}
# Word's own marks in a text from the clipboard: bullets that the list draws anyway, and comments.
WORDS_OWN = re.compile(
    r"mso-list:\s*ignore|mso-element:\s*(comment|para-border)|mso-comment|display:\s*none", re.I
)
COMMENT = re.compile(r"\bMsoComment", re.I)
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def clean(html: str) -> str:
    """In the one spelling, with nothing that is not allowed."""
    if not richtext.not_allowed(html):
        return richtext.canonical(html)
    root = richtext.read(html)
    return richtext.canonical(
        richtext.written(Node("", children=list(kept(root.children, richtext.ALLOWED))))
    )


def kept(children: list[Node | str], allowed: Container[str]) -> Iterator[Node | str]:
    """What may stay. An element that may not is replaced by what is in it."""
    for child in children:
        if isinstance(child, str):
            yield child
        elif not is_gone(child):
            yield from _kept(child, allowed)


def is_gone(node: Node) -> bool:
    style, name = node.attributes.get("style", ""), node.attributes.get("class", "")
    return node.tag in GONE or bool(WORDS_OWN.search(style)) or bool(COMMENT.search(name))


def _kept(node: Node, allowed: Container[str]) -> Iterator[Node | str]:
    inside = list(kept(node.children, allowed))
    href = node.attributes.get("href", "")
    if node.tag == "a" and not node.attributes.get("linktype") and not richtext.ADDRESS.match(href):
        yield from inside
    elif node.tag in allowed:
        attributes = {
            name: value
            for name, value in node.attributes.items()
            if (node.tag, name) in richtext.ALLOWED_ATTRIBUTES
            and (name != "href" or richtext.ADDRESS.match(value))
        }
        yield Node(node.tag, attributes, inside)
    elif node.tag in {"sub", "sup"}:
        signs = LOWERED if node.tag == "sub" else RAISED
        yield from (child.translate(signs) if isinstance(child, str) else child for child in inside)
    elif node.is_block or node.tag in {"div", "section", "article", "h1", "h5", "h6"}:
        yield from _as_paragraphs(inside)
    else:
        yield from inside


def _as_paragraphs(inside: list[Node | str]) -> Iterator[Node | str]:
    """What stood in a block of its own still does."""
    if any(isinstance(child, Node) and child.is_block for child in inside):
        yield from inside
    elif inside:
        yield Node("p", {}, inside)


def text(node: Node | str) -> str:
    """The words alone, on one line."""
    return re.sub(" +", " ", _words(node)).strip()


def _words(node: Node | str) -> str:
    if isinstance(node, str):
        return re.sub(r"[ \t\r\n\f]+", " ", node)
    if is_gone(node):
        return ""
    inside = "".join(_words(child) for child in node.children)
    return f" {inside} " if node.is_block or node.tag == "br" else inside
