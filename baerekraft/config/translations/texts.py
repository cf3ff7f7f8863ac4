"""Finding the texts to translate in templates and Python code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal
from django.utils.translation import trim_whitespace

KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
NOTE = "Translators:"
STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
FIRST_STRING = re.compile(STRING)
MARKED_STRING = re.compile(rf"\b_\(\s*{STRING}\s*\)")
TRANSLATE = {"trans", "translate"}
BLOCK = {"blocktrans", "blocktranslate"}


@dataclass(frozen=True)
class Text:
    """A text to translate: where it stands, and in `plural` its form for several."""

    id: str
    line: int
    plural: str = ""
    context: str | None = None
    notes: tuple[str, ...] = ()


def in_room(room: Path) -> Iterator[tuple[Path, Text]]:
    """Every text in a room's templates and code, with the file it stands in."""
    for path in sorted(room.rglob("*")):
        inside = path.relative_to(room).parts
        if "tests" in inside or "migrations" in inside:
            continue
        if path.suffix == ".py":
            yield from ((path, text) for text in in_python(path))
        elif "templates" in inside and path.suffix in {".html", ".txt"}:
            yield from ((path, text) for text in in_template(path.read_text(encoding="utf-8")))


def in_python(path: Path) -> Iterator[Text]:
    with path.open("rb") as file:
        for line, message, notes, context in extract("python", file, KEYWORDS, [NOTE]):
            singular, plural = message if isinstance(message, tuple) else (message, "")
            yield Text(singular, line, plural, context, tuple(notes))


def in_template(source: str) -> Iterator[Text]:
    """Every text as Django will look it up; Django's own way goes through xgettext, which few machines have."""
    tokens = iter(Lexer(source).tokenize())
    notes: tuple[str, ...] = ()
    for token in tokens:
        name = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK else ""
        if name == "comment":
            _skip_to(tokens, "endcomment")
        elif token.token_type == TokenType.COMMENT:
            notes = (token.contents,) if token.contents.startswith(NOTE) else ()
        elif token.token_type != TokenType.TEXT:
            yield from _in_tag(token)
            if name in TRANSLATE:
                yield from _translate(token, notes)
            elif name in BLOCK:
                yield _block_translate(token, tokens, notes)
            notes = ()


def _skip_to(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == end:
            return


def _in_tag(token: Token) -> Iterator[Text]:
    """Texts marked with _("…") in a variable or as an argument of a tag."""
    for match in MARKED_STRING.finditer(token.contents):
        yield Text(_plain(match[1]), token.lineno or 0)


def _translate(token: Token, notes: tuple[str, ...]) -> Iterator[Text]:
    words = token.split_contents()
    match = FIRST_STRING.match(words[1]) if len(words) > 1 else None
    if match:  # else a variable, which is translated where it was made
        yield Text(_plain(match[1]), token.lineno or 0, context=_context(words), notes=notes)


def _block_translate(opening: Token, tokens: Iterator[Token], notes: tuple[str, ...]) -> Text:
    words = opening.split_contents()
    forms: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            forms[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            forms[-1].append(f"%({token.contents})s")
        elif token.contents == "plural":
            forms.append([])
        elif token.token_type == TokenType.BLOCK:
            break
    singular, plural = (*map("".join, forms), "")[:2]
    if "trimmed" in words:
        singular, plural = trim_whitespace(singular), trim_whitespace(plural)
    return Text(singular, opening.lineno or 0, plural, _context(words), notes)


def _context(words: list[str]) -> str | None:
    return unescape_string_literal(words[words.index("context") + 1]) if "context" in words else None


def _plain(literal: str) -> str:
    # Django doubles percent signs before it looks a template's text up.
    return unescape_string_literal(literal).replace("%", "%%")
