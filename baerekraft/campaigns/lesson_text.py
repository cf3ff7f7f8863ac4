"""A published lesson as a mail carries it: light HTML and plain text, without pictures, every link with its address in sight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from baerekraft.campaigns import tapping
from baerekraft.catalog.charts import Chart
from baerekraft.catalog.document import (
    Block,
    Example,
    ExerciseBlock,
    Fact,
    Image,
    LessonDocument,
    Recording,
    Table,
    Text,
)
from baerekraft.design import languages
from baerekraft.exercises.dilemma.exercise import Dilemma

MARK = re.compile(r"\s*\[\^([a-z0-9-]+)\]")
LONGEST_ADDRESS = 60
TRANSCRIPT_WORDS = 60


@dataclass(frozen=True)
class Piece:
    """A block ready for the mail's template. `kind` is the block's type, for an exercise «tap» or «exercise»."""

    kind: str
    block: Any
    html: str = ""
    text: str = ""
    cites: str = ""
    bars: tuple[tuple[str, str, int, bool], ...] = ()
    options: tuple[tapping.Option, ...] = ()


class Reader:
    """Reads one lesson; `language` is the mail's, for links within the course lead on in it."""

    def __init__(self, lesson: LessonDocument, language: str) -> None:
        self.lesson, self.language = lesson, language
        self.numbers = {source.id: number for number, source in enumerate(lesson.sources, start=1)}
        self.tap = tapping.first(lesson)

    def pieces(self) -> Iterator[Piece]:
        for block in self.lesson.body:
            yield self.piece(block)

    def piece(self, block: Block) -> Piece:
        match block:
            case Text():
                return Piece("text", block, self.html(block.body), self.plain(block.body))
            case Example():
                html, text = self.html(block.body), self.plain(block.body)
                return Piece("example", block, html, text, self.cited(block.source))
            case Chart():
                return Piece("chart", block, cites=self.cited(*block.cited), bars=tuple(bars(block)))
            case Fact() | Table():
                return Piece(block.type, block, cites=self.cited(block.source))
            case Recording():
                said = Truncator(self.plain(block.transcript)).words(TRANSCRIPT_WORDS, truncate=" …")
                return Piece("recording", block, text=said)
            case Image():
                return Piece("image", block)
            case ExerciseBlock():
                return self.exercise(block)

    def exercise(self, block: ExerciseBlock) -> Piece:
        exercise = block.exercise
        text = exercise.situation if isinstance(exercise, Dilemma) else ""
        if self.tap is exercise:
            return Piece("tap", exercise, text=text, options=tapping.options(self.tap))
        return Piece("exercise", exercise, text=text)

    def html(self, source: str) -> SafeString:
        return MailHtml(self).read(source)

    def plain(self, source: str) -> str:
        return PlainText(self).read(source)

    def hook(self) -> SafeString:
        return mark_safe(self.marks(escape(self.lesson.hook)))  # noqa: S308 - escaped

    def marks(self, text: str) -> str:
        """A source's mark as its number in the list; nothing where the source is not listed."""
        return MARK.sub(lambda mark: f" [{self.numbers[mark[1]]}]" if mark[1] in self.numbers else "", text)

    def cited(self, *ids: str) -> str:
        """The sources behind a block, in one line."""
        sources = (source for source in self.lesson.sources if source.id in ids)
        return "; ".join(
            f"{source.publisher}, {source.year}{f' ({source.note})' if source.note else ''}"
            for source in sources
        )

    def absolute(self, url: str) -> str:
        return settings.BASE_URL + languages.address(url, self.language) if url.startswith("/") else url


def bars(chart: Chart) -> Iterator[tuple[str, str, int, bool]]:
    """Label, figure as shown, per cent of the longest, highlighted."""
    for bar in chart.bars:
        value = bar.value or 0.0
        shown = bar.shown or f"{value:g}".replace(".", ",")
        yield bar.label, shown, max(1, round(100 * abs(value) / chart.top)), bar.highlight


def seen(url: str) -> str:
    """An address as it is shown: whole where that can be read, else whose it is and that there is more."""
    parts = urlsplit(url)
    whole = url.partition("://")[2].rstrip("/") or url
    return whole if len(whole) <= LONGEST_ADDRESS else f"{parts.netloc}/…"


class MailHtml(HTMLParser):
    """The few elements that every mail program shows, without attributes; a link says where it goes."""

    KEPT = frozenset({"p", "ul", "ol", "li", "strong", "b", "em", "i", "blockquote"})

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader, self.out, self.hrefs = reader, list[str](), list[str]()

    def read(self, source: str) -> SafeString:
        self.feed(source)
        self.close()
        return mark_safe("".join(self.out))  # noqa: S308 - only known elements, all else escaped

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.KEPT:
            self.out.append(f"<{tag}>")
        elif tag == "br":
            self.out.append("<br>")
        elif tag == "a":
            self.hrefs.append(self.reader.absolute(dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.KEPT:
            self.out.append(f"</{tag}>")
        elif tag == "a" and self.hrefs and (url := self.hrefs.pop()):
            self.out.append(f' (<a href="{escape(url)}">{escape(seen(url))}</a>)')

    def handle_data(self, data: str) -> None:
        self.out.append(self.reader.marks(escape(data)))


class PlainText(HTMLParser):
    """Paragraphs with an empty line between, lists with dashes or numbers, links followed by their address."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader, self.out = reader, list[str]()
        self.hrefs, self.counts = list[str](), list[int | None]()

    def read(self, source: str) -> str:
        self.feed(source)
        self.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(self.out)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.counts.append(0 if tag == "ol" else None)
            self.out.append("\n")
        elif tag == "li":
            self.out.append(f"\n{self._sign()} ")
        elif tag in {"p", "br", "blockquote"}:
            self.out.append("\n")
        elif tag == "a":
            self.hrefs.append(self.reader.absolute(dict(attrs).get("href") or ""))

    def _sign(self) -> str:
        if not self.counts or self.counts[-1] is None:
            return "–"
        self.counts[-1] += 1
        return f"{self.counts[-1]}."

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.counts:
            self.counts.pop()
            self.out.append("\n")
        elif tag in {"p", "blockquote"}:
            self.out.append("\n")
        elif tag == "a" and self.hrefs and (url := self.hrefs.pop()):
            self.out.append(f" ({url})")

    def handle_data(self, data: str) -> None:
        self.out.append(self.reader.marks(re.sub(r"\s+", " ", data)))
