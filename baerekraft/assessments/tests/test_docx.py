"""The report as a Word document."""

from io import BytesIO
from zipfile import ZipFile

import docx as reader
import pytest
from docx.oxml.ns import qn

from baerekraft.assessments.paper import docx
from baerekraft.assessments.tests import office, reports


def opened(content: bytes):
    return reader.Document(BytesIO(content))


def words_in(content: bytes) -> str:
    document = opened(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def headings(content: bytes) -> list[tuple[str, str]]:
    found = [(one.style.name, one.text) for one in opened(content).paragraphs]
    return [(style, text) for style, text in found if style.startswith(("Heading", "Title"))]


def test_it_says_what_the_report_says():
    report = reports.shown()
    text = words_in(docx.docx(report))

    assert report.half_page
    for said in (
        report.title,
        report.notice,
        *report.half_page.summary,
        report.paragraph,
        *report.participants,
        reports.REASON,
        "Boliger mot bekken",
        "Siri Berg",
        "Gevinsten er størst for dem som bor der.",
        *report.method,
    ):
        assert said in text, said


def test_its_headings_are_headings():
    report = reports.shown()
    found = headings(docx.docx(report))

    assert found[0] == ("Title", report.title)
    assert found[1] == ("Heading 1", report.words.half_page)
    assert ("Heading 2", "Boliger mot bekken") in found


def test_its_tables_repeat_their_heads():
    tables = opened(docx.docx(reports.shown())).tables

    assert len(tables) >= 4
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_the_wheel_is_a_picture_told_in_words():
    report = reports.shown()
    [shape] = opened(docx.docx(report)).inline_shapes

    assert report.wheel
    assert shape._inline.docPr.get("descr") == report.wheel.alt


@pytest.mark.parametrize(("language", "told"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_it_tells_its_language(language, told):
    document = opened(docx.docx(reports.shown(language=language)))

    assert document.core_properties.language == told
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {told}


def test_its_properties_name_the_issuer_and_nobody_else():
    with ZipFile(BytesIO(docx.docx(reports.shown(version=1)))) as content:
        told = content.read("docProps/core.xml").decode() + content.read("docProps/app.xml").decode()

    assert "Fortetting ved Haga stasjon" in told
    assert "Bærekraft i kommunen" in told
    for name in ("Kari", "Ola", "Siri", "python-docx"):
        assert name not in told


def test_a_draft_says_so_on_every_page():
    report = reports.shown()
    document = opened(docx.docx(report))

    assert report.status in document.sections[0].header.paragraphs[0].text


def test_the_secret_address_is_never_written():
    report = reports.shown().model_copy(update={"address": "https://example.no/sjekken/hemmelig/"})

    assert "hemmelig" not in words_in(docx.docx(report))


def test_the_same_report_is_the_same_file():
    assert docx.docx(reports.shown()) == docx.docx(reports.shown())


def test_libreoffice_opens_it():
    report = reports.shown(version=2)
    text = office.opened(docx.docx(report))

    for said in (report.title, report.status, "Boliger mot bekken", "Siri Berg"):
        assert said in text


def test_libreoffice_opens_what_is_crowded_and_what_is_hostile():
    hostile = "\x00\x0b\x1f\ud800</w:t> &amp; 🎉 <b> \u202e ]]> " + "w" * 5000
    rough = reports.shown().model_copy(
        update={
            "paragraph": hostile,
            "description": (hostile,),
            "participants": (hostile,),
            "title": hostile[:200],
        }
    )

    assert "</w:t> &amp;" in office.opened(docx.docx(rough))
    assert "Alternativ g" in office.opened(docx.docx(reports.crowded()))


def test_an_assessment_without_anything_in_it_makes_a_document():
    assert words_in(docx.docx(reports.of({})))
