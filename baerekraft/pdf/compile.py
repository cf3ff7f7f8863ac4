"""From a template and data to PDF bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from . import fonts, letters

ROOT = Path(__file__).parent.parent
STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]

# The compiler is not to be entered twice at a time.
_one_at_a_time = Lock()


class PdfNotMade(Exception):
    """The template did not compile with the data, or the result would not be accessible."""


def pdf(template: Path, data: Mapping[str, Any], *, language: str, created_on: date) -> bytes:
    """The document that the template's function `render(data, language)` makes; the same arguments give the same bytes."""
    text = json.dumps(letters.printable_data(dict(data)), ensure_ascii=False)
    source = (
        f'#import "/{template.relative_to(ROOT).as_posix()}": render\n'
        f"#render(json(bytes({_literal(text)})), {_literal(language)})"
    )
    noon = datetime.combine(created_on, time(12), UTC)
    try:
        with _one_at_a_time:
            result = _compiler().compile(
                source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=noon
            )
    except typst.TypstError as error:
        # The diagnostic quotes the source, and with it names: it must not reach a log.
        hints = "".join(f" Hint: {hint}" for hint in error.hints)
        raise PdfNotMade(f"{template.name}: {error.message}.{hints}") from None
    if not isinstance(result, bytes):
        raise PdfNotMade(f"{template.name}: no document came out")
    return result


@cache
def _compiler() -> typst.Compiler:
    """Kept, so that fonts, templates and unchanged parts of a page are read and laid out once."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
    return typst.Compiler(root=ROOT, font_paths=ours, ignore_system_fonts=True)


def _literal(text: str) -> str:
    """A Typst string: only these two characters mean anything in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
