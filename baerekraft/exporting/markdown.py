"""Rich text as Markdown, in as few signs as will come back as the same HTML."""

import re
from collections.abc import Iterator
from itertools import product

from baerekraft.authoring import contentfile, richtext
from baerekraft.authoring.richtext import Node

SIGNS = re.compile(r"([!-/:-@\[-`{-~])")  # all that a backslash can stand before


class Unsaid(Exception):
    """There is no Markdown for this."""


def of(html: str) -> str | None:
    """The Markdown that renders to this HTML; None when there is none."""
    root = richtext.read(html)
    try:
        text = "\n\n".join(_blocks(root))
    except Unsaid:
        return None
    return text if _renders(text, richtext.written(root)) else None


def _renders(text: str, html: str) -> bool:
    return richtext.canonical(contentfile.markdown.render(text)) == html.strip()


def _blocks(node: Node) -> Iterator[str]:
    before = ""
    for child in node.children:
        if not isinstance(child, Node):
            raise Unsaid
        if child.tag == "p":
            yield _paragraph(child)
            before = ""
        elif child.tag == "blockquote":
            yield _indented("\n\n".join(_blocks(child)), "> ", "> ")
            before = ""
        elif child.tag in {"ul", "ol"}:
            # Two lists of one kind in a row would become one; another sign keeps them apart.
            before = _sign(child, before)
            yield _list(child, before)
        else:
            raise Unsaid


def _sign(node: Node, before: str) -> str:
    if node.attributes.keys() - {"start"}:
        raise Unsaid
    one, other = ("-", "*") if node.tag == "ul" else (".", ")")
    return other if before == one else one


def _list(node: Node, sign: str) -> str:
    items = [child for child in node.children if isinstance(child, Node) and child.tag == "li"]
    if len(items) != len(node.children):
        raise Unsaid
    loose = any(isinstance(child, Node) and child.tag == "p" for item in items for child in item.children)
    first = int(node.attributes.get("start", "1"))
    lines = []
    for number, item in enumerate(items, start=first):
        mark = f"{sign} " if node.tag == "ul" else f"{number}{sign} "
        lines.append(_indented(_item(item, loose=loose), mark, " " * len(mark)))
    return ("\n\n" if loose else "\n").join(lines)


def _item(node: Node, *, loose: bool) -> str:
    if loose:
        return "\n\n".join(_blocks(node))
    inline = [child for child in node.children if isinstance(child, str) or not child.is_block]
    blocks = [child for child in node.children if isinstance(child, Node) and child.is_block]
    if node.children != inline + blocks:
        raise Unsaid
    return "\n".join([_paragraph(Node("p", {}, inline)), *_blocks(Node("", {}, list(blocks)))])


def _indented(text: str, first: str, rest: str) -> str:
    head, *lines = text.split("\n")
    return "\n".join([first + head, *((rest + line).rstrip() for line in lines)])


def _paragraph(node: Node) -> str:
    """With no backslashes and stars for italics where that will do."""
    html = richtext.written(Node("", {}, [node]))
    for escaping, star in product((False, True), "*_"):
        text = _inline(node, escaping=escaping, star=star)
        if _renders(text, html):
            return text
    raise Unsaid


def _inline(node: Node, *, escaping: bool, star: str) -> str:
    out = ""
    for child in node.children:
        if isinstance(child, str):
            out += SIGNS.sub(r"\\\1", child) if escaping else child
            continue
        inner = _inline(child, escaping=escaping, star=star)
        match child.tag:
            case "strong":
                out += f"**{inner}**"
            case "em":
                out += f"{star}{inner}{star}"
            case "br":
                out += "\\\n"
            case "a" if child.attributes.keys() == {"href"}:
                out += f"[{inner}]({_address(child.attributes['href'])})"
            case _:
                raise Unsaid
    return out


def _address(url: str) -> str:
    if re.fullmatch(r"[^\s()<>\\&*_`\[\]]+", url):
        return url
    return "<" + re.sub(r"([\\<>&])", r"\\\1", url) + ">"
