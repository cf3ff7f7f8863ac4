"""Files as other programs make them."""

import io
import zipfile
from typing import Any

import docx
from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PICTURE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def gift(count: int) -> bytes:
    return "\n\n".join(
        f"::Oppgave {n}::Hva er {n}? {{=rett#Ja ~galt#Nei}}" for n in range(1, count + 1)
    ).encode()


def moodle(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(questions)}</quiz>'.encode()


def asked(kind: str, name: str, prompt: str, inside: str = "") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>{inside}</question>\n'
    )


def answered(text: str, fraction: float, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text>{feedback}</text></feedback></answer>'
    )


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def manuscript() -> Any:
    """A document as an editor writes it: a title, headings, a list, a table."""
    document = docx.Document()
    document.add_heading("Vann i kommunen", 0)
    document.add_heading("Hvorfor vann?", 2)
    paragraph = document.add_paragraph("Vann er ")
    paragraph.add_run("viktig").bold = True
    paragraph.add_run(" for ")
    paragraph.add_run("alle").italic = True
    document.add_paragraph("Elver", style="List Bullet")
    document.add_paragraph("Sjøer", style="List Bullet")
    document.add_heading("Tall", 2)
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(["Sted", "Liter", "Bærum", "140"]):
        table.cell(place // 2, place % 2).text = text
    return document


def changed(body: bytes, **entries: Any) -> bytes:
    """The archive with these entries added or put in place of the old; a function is given what was there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, content in entries.items():
            was = old.read(name) if name in old.namelist() else b""
            new.writestr(name, content(was) if callable(content) else content)
    return stream.getvalue()


def in_body(body: bytes, xml: str) -> bytes:
    """The Word document with raw XML last in its text."""

    def with_it(document: bytes) -> bytes:
        before, mark, after = document.rpartition(b"<w:sectPr")
        return before + xml.encode() + mark + after

    return changed(body, **{"word/document.xml": with_it})


def bomb(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"<a>" + b" " * 150_000_000 + b"</a>")
    return stream.getvalue()
