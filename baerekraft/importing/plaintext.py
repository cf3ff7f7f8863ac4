"""From HTML or Markdown in a question to the plain text that our exercises have."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

LONGEST = 20_000
SILENT = {"script", "style", "head", "title", "template", "object", "iframe", "svg", "math"}
SEPARATE = {"p", "div", "br", "li", "tr", "td", "th", "ul", "ol", "table", "pre", "blockquote", "hr"} | {
    f"h{level}" for level in range(1, 7)
}
INLINE = {"a", "abbr", "b", "big", "body", "cite", "code", "del", "em", "font", "html", "i", "ins", "kbd", "mark"} | {
    "nolink", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tbody", "thead", "tt", "u", "var",
}  # fmt: skip
PICTURES = {"img", "video", "audio", "picture", "source", "embed", "canvas"}
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
MLANG = re.compile(r"\{mlang\s+([\w,-]{1,20})\}([^{}]*)\{mlang\}")
# What a lesson's language may be called in a file with several.
CALLED = {"nb": ("nb", "no", "nn"), "nn": ("nn", "no", "nb"), "en": ("en",)}
# White space and control signs; not a no-break space that stands alone.
BETWEEN = re.compile("(?:[^\\S\u00a0\u202f]|[\x00-\x1f\x7f-\x9f])+|\u00a0{2,}")

markdown = MarkdownIt("commonmark", {"html": True})


@dataclass(frozen=True)
class Plain:
    """`pictures` says whether there were pictures, film or sound, which are left out."""

    text: str
    pictures: bool = False


def of(source: str, kind: str = "html", *, language: str = "nb") -> Plain:
    """`kind` is «html», «markdown» or «plain»."""
    source = source[:LONGEST].replace("\0", "")
    if kind == "plain":
        return Plain(tidy(source))
    if kind == "markdown":
        source = markdown.render(source)
    reader = Reader(language)
    reader.feed(MLANG.sub(r'<span class="multilang" lang="\1">\2</span>', source))
    reader.close()
    return Plain(tidy(reader.text()), reader.pictures)


def tidy(text: str) -> str:
    """One line, with single spaces; a no-break space stays where it holds two words together."""
    text = text.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    words = BETWEEN.split(text)
    return " ".join(word for word in (word.strip() for word in words) if word)


@dataclass
class Said:
    """A stretch of text; `language` is set for one of several that say the same."""

    language: str = ""
    words: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language, self.pictures = language, False
        self.said, self.silent, self.shift = [Said()], 0, ""
        self.spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in PICTURES:
            self.pictures = True
        elif tag in SEPARATE:
            self.handle_data(" – " if tag == "li" else " ")
        elif tag not in INLINE:
            self.handle_data(self.get_starttag_text() or "")  # «a<b» is no tag
        self.shift = tag if tag in {"sub", "sup"} else self.shift
        if tag == "span":
            self._span(dict(attrs))

    def _span(self, attrs: dict[str, str | None]) -> None:
        many = "multilang" in (attrs.get("class") or "").split()
        self.spans.append(many)
        if many:
            self.said.append(Said((attrs.get("lang") or "other").lower()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PICTURES or tag in SEPARATE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in SEPARATE:
            self.handle_data(" ")
        elif tag == "span" and self.spans and self.spans.pop():
            self.said.append(Said())
        if tag == self.shift:
            self.shift = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            shifted = {"sub": data.translate(LOWERED), "sup": data.translate(RAISED)}
            self.said[-1].words.append(shifted.get(self.shift, data))

    def unknown_decl(self, data: str) -> None:
        """A CDATA section inside HTML is read as nothing, as browsers do."""

    def text(self) -> str:
        """What is said, and of what is said in several languages the one asked for."""
        found: list[str] = []
        group: list[Said] = []
        for said in self.said:
            words = "".join(said.words)
            if said.language:
                group.append(said)
            elif words.strip():
                found += [self._chosen(group), words]
                group = []
        return "".join([*found, self._chosen(group)])

    def _chosen(self, group: list[Said]) -> str:
        if not group:
            return ""
        by_language = {
            name: "".join(said.words) for said in reversed(group) for name in said.language.split(",")
        }
        wanted = CALLED.get(self.language, (self.language,))
        return next((by_language[name] for name in wanted if name in by_language), "".join(group[0].words))
