"""Bold, italics, links and line breaks in a text as numbered codes, which translation tools keep in place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

DEPTH = 40  # elements in elements; a text that somebody has written has three or four
ALONE = {"br"}
KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}
# Tools wrap what they have segmented or marked in these; the text is inside.
WRAPPERS = {"mrk"}


class Broken(Exception):
    """The codes in the translation are not those of the original; the text says what to do."""


@dataclass
class Code:
    """An element in a text, by its number."""

    id: str
    tag: str
    attributes: dict[str, str]

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.tag, tuple(self.attributes.items())


@dataclass
class Part:
    """A piece of a text: a code with what is inside it, and the text after it. The whole text has no code."""

    code: Code | None
    before: str = ""
    inside: list["Part"] = field(default_factory=list)
    after: str = ""


def too_deep() -> Broken:
    return Broken(_("The mark-up stands inside itself too many times. Take it out."))


class Reader(HTMLParser):
    """Numbers the elements of a text as they come; `known` are those that have numbers already."""

    def __init__(self, known: list[Code]) -> None:
        super().__init__(convert_charrefs=True)
        self.known = list(known)
        self.codes: list[Code] = []
        self.root = Part(None)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        code = self.code(tag, {name: value or "" for name, value in attrs})
        self.codes.append(code)
        part = Part(code)
        self.open[-1].inside.append(part)
        if tag not in ALONE:
            self.open.append(part)
        if len(self.open) > DEPTH:
            raise too_deep()

    def code(self, tag: str, attributes: dict[str, str]) -> Code:
        new = Code(str(len(self.known) + len(self.codes) + 1), tag, attributes)
        found = next((code for code in self.known if code.key == new.key), None)
        if found:
            self.known.remove(found)
            return found
        return new

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ALONE:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        holder = self.open[-1]
        if holder.inside:
            holder.inside[-1].after += data
        else:
            holder.before += data


def read(html: str, known: list[Code] | None = None) -> tuple[Part, list[Code]]:
    reader = Reader(known or [])
    reader.feed(html)
    reader.close()
    return reader.root, reader.codes


def codes(html: str) -> list[Code]:
    return read(html)[1]


def write(element: Element, html: str, known: list[Code] | None = None) -> None:
    """Put the text into an XLIFF `<source>` or `<target>`. `known` are the original's codes."""
    root, _codes = read(html, known)
    _fill(element, root)


def _fill(element: Element, part: Part) -> None:
    element.text = _legal(part.before)
    for inner in part.inside:
        code = inner.code or Code("", "", {})
        kind = KINDS.get(code.tag, f"x-{code.tag}")
        child = SubElement(element, "x" if code.tag in ALONE else "g", {"id": code.id, "ctype": kind})
        _fill(child, inner)
        child.text = child.text or None
        child.tail = _legal(inner.after)


def _legal(text: str) -> str:
    """XML has no way to hold the other control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def html_of(element: Element, source: str, target: str = "") -> str:
    """The text of an XLIFF `<target>`, as it is kept. Raises Broken when codes are lost, doubled or unknown."""
    wanted = codes(source)
    extra = [code for code in read(target, wanted)[1] if code not in wanted]
    known = {code.id: code for code in (*wanted, *extra)}
    seen: list[str] = []
    html = StringValue.from_translated_html("".join(_html(element, known, seen))).data
    lost = [code for code in wanted if code.id not in seen]
    doubled = {id for id in seen if seen.count(id) > 1}
    if html == normal(target):
        return html
    if lost:
        raise Broken(
            _("The mark-up %(what)s is missing in the translation. Put it back.") % {"what": _named(lost)}
        )
    if doubled:
        twice = [known[id] for id in sorted(doubled)]
        raise Broken(_("The mark-up %(what)s stands twice. Leave it in one place.") % {"what": _named(twice)})
    return html


def normal(html: str) -> str:
    return StringValue.from_translated_html(html).data if html else ""


def _html(element: Element, known: dict[str, Code], seen: list[str], depth: int = 0) -> Iterator[str]:
    if depth > DEPTH:
        raise too_deep()
    yield escape(element.text or "", quote=False)
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name in WRAPPERS:
            yield from _html(child, known, seen, depth + 1)
        elif name in {"g", "x"} and child.get("id") in known:
            code = known[str(child.get("id"))]
            seen.append(code.id)
            attributes = "".join(f' {key}="{escape(value)}"' for key, value in code.attributes.items())
            inner = "".join(_html(child, known, seen, depth + 1))
            yield f"<{code.tag}/>" if code.tag in ALONE else f"<{code.tag}{attributes}>{inner}</{code.tag}>"
        else:
            raise Broken(
                _("The mark-up “%(what)s” is not in the original. Take it out.")
                % {"what": f"{name} {child.get('id', '')}".strip()}
            )
        yield escape(child.tail or "", quote=False)


def _named(codes: list[Code]) -> str:
    return ", ".join(f"{code.id} (<{code.tag}>)" for code in codes)
