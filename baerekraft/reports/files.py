"""The report as files for a spreadsheet: csv(), xlsx(). They print the report, so they can tell no more than it does."""

import re
from collections.abc import Iterator, Sequence
from csv import writer
from io import BytesIO, StringIO
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from baerekraft.indicators.downloads import safe
from baerekraft.reports.report import Column, Report, Row, Table

BOM = "\ufeff"
NOTHING = "–"
NOT_IN_A_SHEETS_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31  # of a sheet
WIDEST = 60
HEADING_ROW = 3
Cells = Sequence[str | int]


def csv(report: Report) -> Iterator[bytes]:
    """For Excel in Norwegian, which opens it with a double click: BOM, semicolons. The tables stand below each other."""
    yield BOM.encode()
    yield line([report.place, as_of(report)])
    yield line([explained()])
    for table in report.tables:
        yield line([])
        yield line([table.title])
        yield line([table.note])
        yield line(headings(table))
        for row in table.rows:
            yield line(cells(row))


def xlsx(report: Report) -> bytes:
    """One sheet a table, after one that says what it is of."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    front = book.create_sheet(_named(report.place, names))
    front.column_dimensions["A"].width = WIDEST
    for text in (report.place, as_of(report), explained(), *(table.title for table in report.tables)):
        front.append([_cell(front, text)])
    for table in report.tables:
        _fill(book.create_sheet(_named(table.title, names)), table)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def line(content: Cells) -> bytes:
    """A line of a CSV file. A text that a spreadsheet would take for a formula is told to be text."""
    text = StringIO()
    writer(text, delimiter=";", lineterminator="\r\n").writerow(
        [safe(cell) if isinstance(cell, str) and cell != NOTHING else cell for cell in content]
    )
    return text.getvalue().encode()


def as_of(report: Report) -> str:
    return _("Everything before %(date)s") % {"date": date_format(report.as_of, "j. F Y")}


def explained() -> str:
    return _("Numbers are rounded down to the nearest five. «–» is none, or too few to show.")


def headings(table: Table) -> list[str]:
    return ["", *(heading(column) for column in table.columns)]


def heading(column: Column) -> str:
    return f"{column.label} (%)" if column.unit == "percent" else column.label


def cells(row: Row) -> list[str | int]:
    return [row.label, *(NOTHING if cell is None else cell for cell in row.cells)]


def _fill(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = f"B{HEADING_ROW + 1}"
    head, rows = headings(table), [cells(row) for row in table.rows]
    for place, column in enumerate(zip(head, *rows, strict=True), start=1):
        longest = max(len(str(content)) for content in column)
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST)
    sheet.append([_cell(sheet, table.title, bold=True)])
    sheet.append([_cell(sheet, table.note)])
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for row in rows:
        sheet.append([_cell(sheet, content) for content in row])


def _cell(sheet: Any, content: str | int, *, bold: bool = False) -> Any:
    """A text is told to be a text, as Excel itself does it with an apostrophe."""
    if not isinstance(content, str):
        return content
    text = ILLEGAL_CHARACTERS_RE.sub("", content)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text != NOTHING and safe(text) != text
    cell.font = Font(bold=bold)
    if text == NOTHING:
        cell.alignment = Alignment(horizontal="right")
    return cell


def _named(title: str, names: set[str]) -> str:
    """A sheet's name that no other has: «Uke for uke», «Veien gjennom 2»."""
    plain = NOT_IN_A_SHEETS_NAME.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", title)).strip("' ") or "1"
    name, number = plain[:LONGEST_NAME], 1
    while name.lower() in names:
        number += 1
        name = f"{plain[: LONGEST_NAME - 1 - len(str(number))]} {number}"
    names.add(name.lower())
    return name
