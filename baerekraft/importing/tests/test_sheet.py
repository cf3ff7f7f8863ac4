"""Questions in a spreadsheet."""

import io
import zipfile

import openpyxl
import pytest

from baerekraft.importing import formats, lacks, sheet, template
from baerekraft.importing.questions import TooMany
from baerekraft.importing.tests.factories import bomb, changed, workbook
from baerekraft.sheets.files import BadFile

HEAD = ["Type", "Navn", "Spørsmål", "Riktig", "Svar 1", "Tilbakemelding 1", "Svar 2", "Tilbakemelding 2"]
ROW = ["Ett riktig svar", "Vann", "Hvor er vannet på Ås?", "2", "Her", "Nei", "Der", "Ja"]


def test_the_template_is_read_without_a_fault_and_has_every_kind():
    reading = sheet.read(template.workbook())

    assert {question.kind for question in reading.questions} == set(sheet.NAMES)
    assert [lacks.of(question.fields) for question in reading.questions] == [[]] * len(template.EXAMPLES)
    assert reading.notes == ()


def test_the_template_opens_with_norwegian_headings_and_choices():
    book = openpyxl.load_workbook(io.BytesIO(template.workbook()))

    assert book["Spørsmål"]["C1"].value == "Spørsmål"
    assert "Finn parene" in book["Spørsmål"].data_validations.dataValidation[0].formula1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_csv_is_read_however_excel_wrote_it(encoding, separator, end):
    text = end.join(
        separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (HEAD, ROW)
    )

    (found,) = formats.read("vann.csv", text.encode(encoding), language="nb").questions

    assert (found.kind, found.prompt, found.place[-1]) == ("single_choice", "Hvor er vannet på Ås?", "2")
    assert [option["correct"] for option in found.fields["options"]] == [False, True]


def test_excels_own_first_line_is_obeyed():
    text = "sep=|\r\n" + "|".join(HEAD) + "\r\n" + "|".join(ROW)

    assert formats.read("a.csv", text.encode(), language="nb").questions[0].place[-1] == "3"


@pytest.mark.parametrize("right", ["2", "2.", "b", "B", "Der", "der"])
def test_the_right_answer_is_told_in_many_ways(right):
    (found,) = sheet.read(workbook(HEAD, [*ROW[:3], right, *ROW[4:]])).questions

    assert [option["correct"] for option in found.fields["options"]] == [False, True]


@pytest.mark.parametrize("right", ["3", "", "kanskje", "0", "-1", "²", "99999999999999"])
def test_a_right_answer_that_is_not_there_is_told(right):
    (found,) = sheet.read(workbook(HEAD, [*ROW[:3], right, *ROW[4:]])).questions

    assert found.refused


def test_without_a_type_it_is_worked_out():
    plain, pairs, nothing = sheet.read(
        workbook(
            HEAD,
            ["", *ROW[1:]],
            ["", "", "Par", "", "a -> b", "", "c → d"],
            ["", "", "Hva?"],
        )
    ).questions

    assert (plain.kind, pairs.kind, nothing.kind) == ("single_choice", "matching", "")


def test_formulas_errors_and_dates_are_told_by_cell():
    import datetime

    formula, date = sheet.read(
        workbook(HEAD, [*ROW[:3], "=1+1", *ROW[4:]], [*ROW[:4], datetime.date(2026, 2, 1), *ROW[5:]])
    ).questions

    assert "D2" in formula.refused
    assert "E3" in date.refused


def test_a_file_without_our_headings_points_to_the_template():
    with pytest.raises(BadFile, match="Spørsmål"):
        sheet.read(workbook(["Fornavn", "Etternavn"], ["Kari", "Nordmann"]))


def test_only_the_first_sheet_is_read_and_that_is_told():
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.create_sheet("Andre").append(["noe"])
    stream = io.BytesIO()
    book.save(stream)

    assert sheet.read(stream.getvalue()).notes


def test_ten_thousand_rows_are_refused():
    with pytest.raises(TooMany):
        sheet.read(workbook(HEAD, *[ROW] * 10_000))
    with pytest.raises(TooMany):
        sheet.read("\n".join([";".join(HEAD), *[";".join(ROW)] * 10_000]).encode())


def test_a_row_far_down_does_not_make_a_million_rows():
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(ROW)
    book.active["A1048576"] = "her nede"
    stream = io.BytesIO()
    book.save(stream)

    assert len(sheet.read(stream.getvalue()).questions) == 1


def doctype(xml: bytes) -> bytes:
    start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return xml[:start] + b'<!DOCTYPE x [<!ENTITY e "hei">]>' + xml[start:]


HOSTILE = {
    "a bomb": lambda: bomb("xl/workbook.xml"),
    "another archive": lambda: changed(workbook(HEAD), **{"xl/workbook.xml": b"<x/>"}),
    "an entity": lambda: changed(workbook(HEAD, ROW), **{"xl/worksheets/sheet1.xml": doctype}),
    "a way out": lambda: changed(workbook(HEAD, ROW), **{"../../etc/passwd": b"x"}),
    "half a file": lambda: workbook(HEAD, ROW)[:2000],
    "an old file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "binary": lambda: bytes(range(256)) * 4,
    "nothing": lambda: b"",
    "only spaces": lambda: b"  \n\n ",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "an empty sheet": lambda: workbook(),
    "only headings": lambda: workbook(HEAD),
    "too large": lambda: b"a" * (40 * 1024 * 1024),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_spreadsheet_is_refused_in_words(body):
    with pytest.raises(BadFile) as refused:
        formats.read("sporsmal.xlsx", body(), language="nb")

    assert str(refused.value).endswith(".")


def test_an_archive_with_thousands_of_files_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}.xml", "<a/>")

    with pytest.raises(BadFile):
        formats.read("a.xlsx", stream.getvalue(), language="nb")
