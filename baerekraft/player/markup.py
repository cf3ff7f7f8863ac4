"""Marking up a lesson's text: source marks become links, and glossary terms are explained where first met."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.catalog.document import LessonDocument, Source, Term
from baerekraft.design import languages

MARK = re.compile(r"\s*\[\^([a-z0-9-]+)\]")
TAG = re.compile(r"(<[^>]+>)")
LINK = '<a href="/kurs/'
JOINER = "\u2060"  # keeps the full stop after a term from falling to the next line
QUIET = ("<a", "<h", "<button", "<strong>")


@dataclass
class Markup:
    """Goes through one lesson from top to bottom; each term is explained once."""

    sources: dict[str, int]
    terms: dict[str, Term]
    pattern: re.Pattern[str] | None
    met: list[Term] = field(default_factory=list)

    @classmethod
    def of(cls, lesson: LessonDocument, terms: Iterable[Term]) -> "Markup":
        forms = {form.lower(): term for term in terms for form in (term.term, *term.forms)}
        longest = sorted(forms, key=len, reverse=True)
        pattern = (
            re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest)) + r")(?![\w-])", re.IGNORECASE)
            if forms
            else None
        )
        return cls(numbered(lesson), forms, pattern)

    def text(self, plain: str) -> SafeString:
        """Mark up plain text."""
        return self.html(escape(plain))

    def html(self, html: str) -> SafeString:
        """Mark up HTML: terms only in running text, source marks everywhere."""
        quiet = 0
        pieces = []
        for piece in TAG.split(html):
            if piece.startswith("<"):
                quiet += piece.startswith(QUIET) - piece.startswith(
                    tuple(f"</{tag[1:].rstrip('>')}" for tag in QUIET)
                )
                pieces.append(piece)
            else:
                pieces.append(self._marks(piece if quiet > 0 else self._terms(piece)))
        return mark_safe(_in_spoken("".join(pieces)))  # noqa: S308 - built from compiled, escaped content

    def _terms(self, text: str) -> str:
        return self.pattern.sub(self._explain, text) if self.pattern else text

    def _explain(self, match: re.Match[str]) -> str:
        term = self.terms[match[0].lower()]
        if term in self.met:
            return match[0]
        self.met.append(term)
        id = f"ord-{slugify(term.term)}"
        return (
            f'<button class="term" type="button" popovertarget="{id}">{match[0]}</button>'
            f'<span class="term-card" popover id="{id}"><b>{escape(term.term)}</b> {escape(term.explanation)}</span>'
            f"{JOINER}"
        )

    def _marks(self, text: str) -> str:
        return MARK.sub(self._link, text)

    def _link(self, match: re.Match[str]) -> str:
        number = self.sources.get(match[1])
        if number is None:
            return ""
        label = _("Source %(number)d") % {"number": number}
        return f'<sup class="mark"><a href="#kilde-{number}" aria-label="{label}">{number}</a></sup>'


def _in_spoken(html: str) -> str:
    """Links within the course stand in the course's own language, and lead on in the reader's."""
    language = get_language() or settings.LANGUAGE_CODE
    return html.replace(LINK, f'<a href="{languages.address("/kurs/", language)}')


def numbered(lesson: LessonDocument) -> dict[str, int]:
    return {source.id: number for number, source in enumerate(lesson.sources, start=1)}


def source(lesson: LessonDocument, id: str) -> Source | None:
    return next((source for source in lesson.sources if source.id == id), None)
