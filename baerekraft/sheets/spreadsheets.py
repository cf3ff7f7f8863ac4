"""Rows from a spreadsheet: .xlsx, or .csv in any of the ways Excel writes it."""

import csv
import io
import re
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile

UNPACKED = 20  # megabytes
COLUMNS = 60
ROWS = 2_000
# A sheet with nothing in its first rows is taken for an empty one: a small file can hold a million of them.
LOOKED_AT = 1_000
EMPTY = ("",) * COLUMNS


@dataclass(frozen=True)
class Row:
    """`number` is the one that Excel shows; `faults` are of its cells."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self.cells) or bool(self.faults)


@dataclass(frozen=True)
class Grid:
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()


def read(body: bytes, *, most: int = ROWS, megabytes: int = UNPACKED, dates: bool = False) -> Grid:
    """At most so many rows, unpacked to at most so many megabytes. `dates`: a date in a cell is what it should be."""
    if body.startswith(files.ZIP) or body.startswith(files.OLD_OFFICE):
        return workbook(body, most=most, megabytes=megabytes, dates=dates)
    return separated(files.text(body), most=most)


def workbook(body: bytes, *, most: int = ROWS, megabytes: int = UNPACKED, dates: bool = False) -> Grid:
    """The first sheet that has anything in it."""
    archive = files.archive(body, megabytes=megabytes)
    if "xl/workbook.xml" not in archive.namelist():
        raise BadFile(_("This is not an Excel file. Save it as .xlsx and try again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
            filled = [sheet for sheet in book.worksheets[:20] if any(_rows(sheet, min(most, LOOKED_AT)))]
            rows = _rows(filled[0], most, dates=dates) if filled else ()
    except Exception as error:  # openpyxl raises whatever a strange file makes it trip over
        raise BadFile(files.damaged()) from error
    if not filled:
        raise BadFile(empty())
    return Grid(rows, tuple(sheet.title for sheet in filled))


def _rows(sheet: Any, most: int, *, dates: bool = False) -> tuple[Row, ...]:
    sheet.reset_dimensions()  # what the file says of its own size may be anything
    rows = islice(sheet.iter_rows(max_col=COLUMNS), most)
    return tuple(_row(number, cells, dates=dates) for number, cells in enumerate(rows, start=1))


def _row(number: int, cells: Any, *, dates: bool) -> Row:
    if all(cell.value is None for cell in cells):
        return Row(number, EMPTY[: len(cells)])
    texts, faults = [], []
    for cell in cells:
        text, fault = _shown(cell, dates=dates)
        texts.append(text)
        if fault:
            faults.append(f"{cell.column_letter}{number}: {fault}")
    return Row(number, tuple(texts), tuple(faults))


def _shown(cell: Any, *, dates: bool) -> tuple[str, str]:
    """A cell as text, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", _("the cell holds a formula. Copy it, and paste it as a value")
    if cell.data_type == "e":
        return "", _("the cell shows an error. Mend it in the spreadsheet")
    if dates and isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, datetime | date | time):
        return "", _("Excel has made this a date. Format the cell as text, and write it again")
    if isinstance(value, bool):
        return ("ja" if value else "nei"), ""
    if isinstance(value, int | float):
        return shown(value), ""
    return tidy(str(value)), ""


def shown(value: float) -> str:
    """A number as it is written in Norwegian."""
    return f"{value:.10g}".replace(".", ",")


def empty() -> str:
    return _("There is nothing in the spreadsheet. Fill in one row for each, and save it.")


def tidy(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    return re.sub(r"_x00[01][0-9A-F]_", " ", text).strip()


def separated(text: str, *, most: int = ROWS) -> Grid:
    first, _end, rest = text.lstrip("\ufeff").partition("\n")
    stated = re.match(r"\s*sep=(.)\s*$", first)
    text, begun = (rest, 2) if stated else (text, 1)
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=stated.group(1) if stated else separator(text)
        )
        rows = tuple(
            Row(number, tuple(tidy(cell) for cell in cells[:COLUMNS]))
            for number, cells in enumerate(islice(reader, most), start=begun)
        )
    except (csv.Error, ValueError, TypeError) as error:
        raise BadFile(
            _("The rows cannot be told apart. Open the file in Excel, and save it as .xlsx instead.")
        ) from error
    if not any(rows):
        raise BadFile(empty())
    return Grid(rows)


def separator(text: str) -> str:
    """The one there is most of outside quotes where the headings stand."""
    # Not the tabs: a heading may stand over the second column first.
    head = re.sub(r'"[^"]*"', "", text[:4_000]).lstrip("\ufeff \r\n").partition("\n")[0]
    return max(";,\t", key=head.count)
