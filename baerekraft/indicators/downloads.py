"""Figures as files to keep: CSV and XLSX for a spreadsheet, JSON for a program.

Each row tells who says so, where, and on what terms. Columns have the same English names in every language, so that a
script goes on working; names and units are in the language being spoken.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from csv import writer
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from json import dumps
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import F
from django.utils.translation import get_language, gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Value, ValueQuerySet
from baerekraft.municipalities.models import Municipality, MunicipalityCode

HEADER = (
    "indicator",
    "name",
    "goal",
    "target",
    "unit",
    "wanted",
    "place",
    "code",
    "place_kind",
    "year",
    "value",
    "borders_year",
    "publisher",
    "title",
    "url",
    "licence",
    "note",
)
SOURCE = ("publisher", "title", "url", "licence")
REGION_CODES = {name: code for code, name in lineage.CODES.items()}
OPEN = re.compile(r"(CC0|CC BY|NLOD \d)(?!.*(antatt|ikke oppgitt))")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
WIDEST = 60

Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    name: str
    content_type: str
    body: bytes


def everything() -> ValueQuerySet:
    """Every figure there is, in the order of the goals, whole areas before municipalities, oldest first."""
    return Value.objects.select_related("indicator", "municipality").order_by(
        "indicator__goal",
        "indicator__place",
        "indicator_id",
        F("municipality_id").asc(nulls_first=True),
        "region",
        "year",
    )


def of_indicator(slug: str) -> ValueQuerySet:
    return everything().filter(indicator=slug)


def of_municipality(municipality: Municipality) -> ValueQuerySet:
    return everything().filter(municipality=municipality)


def rows(values: Iterable[Value]) -> Iterator[Row]:
    """One row a figure. A municipality has the code it has today, whatever the figure's year."""
    codes = dict(MunicipalityCode.objects.filter(last_year=None).values_list("municipality_id", "code"))
    for value in values:
        cells = (*_measured(value), *_where(value, codes), value.year, number(value.value))
        told = (value.borders_year, value.publisher, value.title, value.url, terms(value.licence), value.note)
        yield dict(zip(HEADER, (*cells, *told), strict=True))


def number(value: Decimal) -> int | Decimal:
    """The figure without the zeros it is kept with."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def clarified(licence: str) -> bool:
    """Whether the publisher has said that the figure may be used again."""
    return bool(OPEN.match(licence))


def terms(licence: str) -> str:
    """The licence, and where nobody has said what it is, that nobody has."""
    if clarified(licence):
        return licence
    unclear = gettext("Not clarified")
    return f"{unclear}: {licence}" if licence else unclear


def csv(values: Iterable[Value]) -> bytes:
    """For Excel in Norwegian, which opens it with a double click: BOM, semicolons, decimal commas.

    Excel guesses UTF-8 only from the BOM, and takes separator and decimal sign from the country of the computer.
    Elsewhere XLSX is right. It reads a code like 02 as the number 2; XLSX and JSON keep it.
    """
    text = StringIO()
    table = writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADER)
    table.writerows([_csv_cell(row[column]) for column in HEADER] for row in rows(values))
    return text.getvalue().encode("utf-8-sig")


def xlsx(values: Iterable[Value]) -> bytes:
    """A sheet of figures and a sheet of sources. The same figures give the same bytes."""
    figures = list(rows(values))
    sources = dict.fromkeys(tuple(row[column] for column in SOURCE) for row in figures)
    book = Workbook(write_only=True)
    _sheet(book.create_sheet(gettext("Figures")), HEADER, [tuple(row.values()) for row in figures])
    _sheet(book.create_sheet(gettext("Sources")), SOURCE, list(sources))
    kept = BytesIO()
    book.save(kept)
    return _timeless(kept)


def json(values: Iterable[Value]) -> bytes:
    """One figure a line, so that two files can be compared."""
    lines = (dumps(row, ensure_ascii=False, default=float) for row in rows(values))
    head = f'{{"language": "{get_language() or "nb"}", "values": ['
    return "".join((head, "\n", ",\n".join(lines), "\n]}\n")).encode()


# By the ending of the file: what it is, and who makes it.
KINDS: dict[str, tuple[str, Callable[[Iterable[Value]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "json": ("application/json", json),
}


def file(stem: str, kind: str, values: Iterable[Value]) -> File:
    """Raises KeyError where there is no such kind."""
    content_type, make = KINDS[kind]
    return File(f"{stem}.{kind}", content_type, make(values))


def safe(text: str) -> str:
    """Text as a spreadsheet cannot take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def _measured(value: Value) -> tuple[Any, ...]:
    measure = value.indicator
    return measure.slug, str(measure.name), measure.goal, measure.target, str(measure.unit), measure.wanted


def _where(value: Value, codes: dict[int, str]) -> tuple[str, str, str]:
    if value.municipality:
        return value.municipality.name, codes[value.municipality.pk], "municipality"
    kind = "country" if value.region == lineage.NORWAY else "county"
    return value.region, REGION_CODES.get(value.region, ""), kind


def _csv_cell(content: Any) -> str:
    if isinstance(content, int | Decimal):
        return f"{content:f}".replace(".", ",") if isinstance(content, Decimal) else str(content)
    return safe(content or "")


def _sheet(sheet: Any, header: tuple[str, ...], table: list[tuple[Any, ...]]) -> None:
    sheet.freeze_panes = "A2"
    for place, (name, *column) in enumerate(zip(header, *table, strict=True), start=1):
        longest = max(len(str(content)) for content in (name, *column))
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST)
    sheet.append([_heading(sheet, name) for name in header])
    for line in table:
        sheet.append([_cell(sheet, content) for content in line])


def _heading(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, content: Any) -> Any:
    """Text that begins like a formula is told to be text, as Excel itself does it with an apostrophe."""
    if not isinstance(content, str):
        return content
    text = ILLEGAL_CHARACTERS_RE.sub("", content)
    if safe(text) == text:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _timeless(book: BytesIO) -> bytes:
    """The same book without the moment it was made at."""
    kept = BytesIO()
    with ZipFile(book) as made, ZipFile(kept, "w", ZIP_DEFLATED) as clean:
        for name in made.namelist():
            clean.writestr(ZipInfo(name, FIRST_ZIP_DAY), TIMES.sub(b"", made.read(name)), ZIP_DEFLATED)
    return kept.getvalue()
