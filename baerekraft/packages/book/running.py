"""Running text for the printed page: from the lessons' HTML to paragraphs, lists and runs of words."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import html

from baerekraft.player.markup import JOINER

# Where a link within the book leads: the label of what it points at, or nothing.
Inside = Callable[[str], str]
STRONG, EMPHASIS, HEADINGS = ("strong", "b"), ("em", "i"), ("h2", "h3", "h4")
# Not the one that keeps a number in one piece.
SPACES = re.compile("[ \t\r\n]+")


def blocks(markup: str, inside: Inside) -> list[dict[str, Any]]:
    """What stands one under another: `kind` p, h, ul or ol, with `runs`, or `items` that each are runs."""
    whole = html.fragment_fromstring(markup, create_parent="div")
    if not any(child.tag in ("p", "ul", "ol", "blockquote", *HEADINGS) for child in whole):
        return [{"kind": "p", "runs": list(_runs(whole, inside))}]
    return [block for child in whole for block in _blocks(child, inside)]


def _blocks(element: html.HtmlElement, inside: Inside) -> Iterator[dict[str, Any]]:
    if element.tag in ("ul", "ol"):
        yield {"kind": element.tag, "items": [list(_runs(item, inside)) for item in element.iter("li")]}
    elif element.tag == "blockquote":
        for child in element:
            yield from _blocks(child, inside)
    else:
        yield {"kind": "h" if element.tag in HEADINGS else "p", "runs": list(_runs(element, inside))}


def _runs(
    element: html.HtmlElement, inside: Inside, style: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    style = style or {}
    yield from _run(element.text, style)
    for child in element:
        # A card explains its word in the glossary at the back; a list within a list is told by itself.
        if child.get("class") != "term-card" and child.tag not in ("ul", "ol"):
            yield from _child(child, inside, style)
        yield from _run(child.tail, style)


def _child(child: html.HtmlElement, inside: Inside, style: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if child.tag == "br":
        yield {"text": "\n", "before": False, "after": False, **style}
    elif child.get("class") == "mark":
        # The number alone: where it leads stands under the lesson.
        yield from _run(child.text_content(), {**style, "mark": True})
    else:
        yield from _runs(child, inside, {**style, **_style(child, inside)})


def _style(child: html.HtmlElement, inside: Inside) -> dict[str, Any]:
    if child.tag in STRONG:
        return {"strong": True}
    if child.tag in EMPHASIS:
        return {"emphasis": True}
    if child.tag == "a":
        address = child.get("href") or ""
        place = inside(address)
        return {"place": place} if place else {"address": address}
    if child.get("class") == "term":
        return {"place": child.get("popovertarget") or ""}
    return {}


def _run(text: str | None, style: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Spaces at the ends are told apart: what makes letters printable trims them."""
    said = (text or "").replace(JOINER, "")
    words = SPACES.sub(" ", said).strip(" ")
    if words:
        yield {"text": words, "before": said[0] in " \t\r\n", "after": said[-1] in " \t\r\n", **style}
    elif said:
        yield {"text": "", "before": True, "after": False, **style}
