"""The same numbers in every file, and nothing in them that a spreadsheet would run."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from baerekraft.reports import export, figures, files
from baerekraft.reports.tests.factories import TODAY, make_crowd, make_unit, scope

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org";"Skui")'


@pytest.fixture
def report():
    make_unit(FORMULA)
    make_unit("Ås æøå; skole")
    make_crowd(8, unit="Ås æøå; skole", role="leader")
    with translation.override("nb"):
        return figures.of(scope("Bærum"), today=TODAY)


def numbers(report):
    return [
        (row.label, *("–" if cell is None else cell for cell in row.cells))
        for table in report.tables
        for row in table.rows
    ]


def read(content):
    """As Excel reads it in Norway."""
    text = b"".join(content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:]), delimiter=";"))


def test_csv_has_every_number_of_the_report(report):
    lines = [tuple(line) for line in read(files.csv(report))]

    assert lines[0][0] == "Bærum"
    for label, *cells in numbers(report):
        expected = f"'{label}" if label == FORMULA else label
        assert (expected, *map(str, cells)) in lines


def test_csv_has_nothing_that_is_run(report):
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in read(files.csv(report)) for cell in line)


def test_xlsx_has_a_sheet_for_each_table_with_every_number(report):
    book = load_workbook(BytesIO(files.xlsx(report)))

    assert len(book.sheetnames) == 1 + len(report.tables)
    for table, sheet in zip(report.tables, book.worksheets[1:], strict=True):
        title, note, head, *rows = (list(row) for row in sheet.iter_rows(values_only=True))
        assert title[0] == table.title
        assert note[0] == table.note
        assert len(head) == len(table.columns) + 1
        assert sheet.freeze_panes == "B4"
        assert [tuple(row) for row in rows] == [
            (row.label, *("–" if cell is None else cell for cell in row.cells)) for row in table.rows
        ]


def test_a_units_name_is_never_a_formula_in_xlsx(report):
    book = load_workbook(BytesIO(files.xlsx(report)))

    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert found
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


def test_the_long_form_has_the_units_too_and_the_same_numbers(report):
    with translation.override("nb"):
        header, *lines = read(export.rows(scope("Bærum"), today=TODAY))

    own = [line for line in lines if line[0] == "Bærum"]
    assert len(header) == 5
    assert [line[4] for line in own] == [str(cell) for _label, *cells in numbers(report) for cell in cells]
    assert {line[0] for line in lines} == {"Bærum", "Ås æøå; skole, Bærum", f"'{FORMULA}, Bærum"}


def test_a_long_file_is_made_as_it_is_read():
    asked = []

    def many():
        for number in range(100_000):
            asked.append(number)
            yield [number, "Hol"]

    stream = export.lines(["number", "place"], many())
    next(stream)
    next(stream)

    assert len(asked) == export.AT_ONCE
    assert sum(part.count(b"\r\n") for part in stream) == 100_000 - export.AT_ONCE


def test_two_sheets_never_have_one_name():
    names = set()
    long = "Veien gjennom del 2: natur, klima og vann"

    assert files._named(long, names) == "Veien gjennom del 2  natur, kli"
    assert files._named(long, names) == "Veien gjennom del 2  natur, k 2"
    assert files._named("[]", names) == "1"
