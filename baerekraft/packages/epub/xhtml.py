"""From HTML to XHTML: a book's pages are XML, and one stray tag makes a page unreadable."""

import re
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html

SPACE = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
# What XML 1.0 has no room for.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fragment(markup: str) -> SafeString:
    """A piece of HTML as well-formed XML."""
    whole = html.fragment_fromstring(UNSAYABLE.sub("", markup), create_parent="div")
    inside = etree.tostring(whole, encoding="unicode")
    return mark_safe(inside[inside.index(">") + 1 : inside.rindex("<")])  # noqa: S308 - parsed and written anew


def page(text: str, *, term: Callable[[str], str], link: Callable[[str], str]) -> bytes:
    """A whole page: explained words lead to the glossary, and every link where the book says. Raise XMLSyntaxError."""
    root = _read(text)
    for button in list(root.iter(f"{{{SPACE}}}button")):
        _explain(button, term)
    for anchor in root.iter(f"{{{SPACE}}}a"):
        anchor.set("href", link(anchor.get("href") or ""))
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n"
    )


def document(text: str) -> bytes:
    """Any other XML, as it stands. Raise XMLSyntaxError."""
    return bytes(etree.tostring(_read(text), xml_declaration=True, encoding="utf-8") + b"\n")


def _read(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(UNSAYABLE.sub("", text).strip().encode(), parser)


def _explain(button: etree._Element, term: Callable[[str], str]) -> None:
    """The button that opens a card becomes a link, and the card goes; what follows it stays."""
    target = button.get("popovertarget") or ""
    card = button.getnext()
    if card is not None and card.get("id") == target:
        parent = card.getparent()
        button.tail = (button.tail or "") + (card.tail or "")
        if parent is not None:
            parent.remove(card)
    button.tag = f"{{{SPACE}}}a"
    button.attrib.clear()
    button.set("class", "term")
    button.set("href", term(target))
    button.set(f"{{{OPS}}}type", "glossref")
    button.set("role", "doc-glossref")
