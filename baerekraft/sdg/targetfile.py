"""A municipality's own set of targets, from a CSV file that a spreadsheet can save. `README.md` describes the format.

Everything that is wrong is told at once, each with its line, so that the file is mended in one go.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from baerekraft.sdg import un
from baerekraft.sdg.targets import (
    UN,
    UN_VERSION,
    Identity,
    Mapping,
    Number,
    SetId,
    Target,
    TargetSet,
    Version,
    circle,
)
from baerekraft.sdg.texts import Texts

MOST_BYTES = 1_000_000
MOST_TARGETS = 500
MOST_MAPPINGS = 40  # a target
LONGEST_TEXT = 500
MOST_PROBLEMS = 20

SAVED_AS = "CSV UTF-8"
EXAMPLE = "un:11.3"

FIRST_ROWS = ("id", "version", "title_nb", "title_nn", "title_en", "source")
COLUMNS = ("number", "text_nb", "text_nn", "text_en", "maps_to")
# Control characters, and those that turn the direction of the text around them.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# What a Norwegian or English spreadsheet makes of 11.3 when nobody stops it.
MONTH = r"(jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-z]{0,6}\.?"
DATE = re.compile(rf"\d+\.?[ -]?{MONTH}|{MONTH}[ .-]?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """What is wrong and on which line; line 0 is the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return (
            _("Line %(line)d: %(text)s") % {"line": self.line, "text": self.text} if self.line else self.text
        )


class BadTargetFile(ValueError):
    """The file cannot be taken in; `problems` tells what to mend, line by line."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" for problem in self.problems))


@dataclass
class Sheet:
    """The file's rows, and what has been found wrong on the way."""

    rows: list[tuple[int, list[str]]]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(line, text))


def read(path: Path, known: Iterable[TargetSet] = ()) -> TargetSet:
    """The set in the file. `known` are sets that are there already. Raises BadTargetFile."""
    try:
        if not path.is_file():
            raise BadTargetFile(path.name, [Problem(0, _("There is no such file."))])
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadTargetFile(path.name, [Problem(0, _("The file cannot be opened."))]) from error
    return parse(content, path.name, known)


def parse(content: bytes, name: str, known: Iterable[TargetSet] = ()) -> TargetSet:
    """As `read`, of a file that was sent to us."""
    try:
        sheet = Sheet(_rows(_decoded(content)))
        first = _first_rows(sheet)
        targets, mappings = _targets(sheet, first.get("id", ""), first.get("version", ""))
        if not sheet.problems:
            return _finished(first, targets, mappings, known)
    except Unreadable as error:
        raise BadTargetFile(name, [error.problem]) from error
    problems = sorted(sheet.problems, key=lambda problem: problem.line)
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        problems = [*problems[:MOST_PROBLEMS], Problem(0, _("And %d more.") % more)]
    raise BadTargetFile(name, problems)


class Unreadable(Exception):
    """Nothing can be read from the file, so there is one thing to tell."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.problem = Problem(line, text)


def _decoded(content: bytes) -> str:
    """Spreadsheets save CSV as UTF-8, as UTF-16 with a mark or, in older ones, as Windows-1252."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than %d kB.") % (MOST_BYTES // 1000))
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(_("This is a workbook. Save it as «%s» and send that file.") % SAVED_AS)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise Unreadable(_("The file is empty."))
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The file is not text. Save it as «%s» and send that file.") % SAVED_AS)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows with something in them, each with its line number."""
    start = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in ";\t" if sign in start), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                found.append((reader.line_num, cells))
    except csv.Error as error:
        raise Unreadable(_("A quotation mark is missing or one too many."), reader.line_num) from error
    return found


def _first_rows(sheet: Sheet) -> dict[str, str]:
    """id, version, titles and source: the rows above the table, which are taken away."""
    found: dict[str, str] = {}
    while sheet.rows and sheet.rows[0][1][0] != COLUMNS[0]:
        line, cells = sheet.rows.pop(0)
        key, value = cells[0], cells[1] if len(cells) > 1 else ""
        if key not in FIRST_ROWS:
            expected = ", ".join((*FIRST_ROWS, COLUMNS[0]))
            raise Unreadable(
                _("The row starts with «%(key)s»; expected one of %(expected)s.")
                % {"key": key[:40], "expected": expected},
                line,
            )
        if key in found:
            sheet.wrong(line, _("«%s» stands twice.") % key)
        found[key] = _text(sheet, line, value)
    _check(sheet, SetId, "id", found, _("lower case letters, figures and hyphens, such as asker"))
    _check(sheet, Version, "version", found, _("letters, figures, full stops and hyphens, such as 2025"))
    if not any(found.get(f"title_{code}") for code in Texts.model_fields):
        sheet.wrong(0, _("The set needs a title: add the row %s.") % "title_nb / title_nn")
    return found


def _check(sheet: Sheet, wanted: Any, key: str, found: dict[str, str], form: str) -> None:
    try:
        TypeAdapter(wanted).validate_python(found.get(key, ""))
    except ValidationError:
        sheet.wrong(0, _("The row «%(key)s» must hold %(form)s.") % {"key": key, "form": form})


def _targets(sheet: Sheet, id: str, version: str) -> tuple[list[Target], list[Mapping]]:
    if not sheet.rows:
        raise Unreadable(_("The table is missing: no row starts with «%s».") % COLUMNS[0])
    line, header = sheet.rows.pop(0)
    header = [column for column in header if column]
    if unknown := [column for column in header if column not in COLUMNS]:
        raise Unreadable(_("Unknown column «%s».") % unknown[0][:40], line)
    if len(set(header)) < len(header) or "maps_to" not in header:
        raise Unreadable(_("The table needs the columns %s, each once.") % "number, maps_to", line)
    if not sheet.rows:
        raise Unreadable(_("The table has no targets."), line)
    if len(sheet.rows) > MOST_TARGETS:
        raise Unreadable(_("The table has more than %d targets.") % MOST_TARGETS, line)
    return _Table(sheet, header, id, version).taken()


class _Table:
    def __init__(self, sheet: Sheet, header: list[str], id: str, version: str) -> None:
        self.sheet, self.id, self.version = sheet, id, version
        self.cells = [(line, dict(zip(header, cells, strict=False))) for line, cells in sheet.rows]
        for line, cells in sheet.rows:
            if any(cells[len(header) :]):
                sheet.wrong(line, _("The row has more cells than the table has columns."))
        self.lines: dict[str, int] = {}
        for line, row in self.cells:
            self.lines.setdefault(row["number"], line)

    def taken(self) -> tuple[list[Target], list[Mapping]]:
        targets, mappings = [], []
        for line, row in self.cells:
            if target := self._target(line, row):
                targets.append(target)
                mappings += self._mappings(line, row)
        if not self.sheet.problems:
            self._no_circle(mappings)
        return targets, mappings

    def _target(self, line: int, row: dict[str, str]) -> Target | None:
        number = row["number"]
        try:
            TypeAdapter(Number).validate_python(number)
        except ValidationError:
            self.sheet.wrong(line, _number_advice(number))
            return None
        if self.lines[number] != line:
            self.sheet.wrong(
                line,
                _("The target %(number)s stands on line %(other)d too.")
                % {"number": number, "other": self.lines[number]},
            )
            return None
        said = {code: _text(self.sheet, line, row.get(f"text_{code}", "")) for code in Texts.model_fields}
        if not any(said.values()):
            self.sheet.wrong(line, _("The target %s has no text.") % number)
            return None
        return Target(number=number, text=Texts(**said))

    def _mappings(self, line: int, row: dict[str, str]) -> list[Mapping]:
        pointers = re.split(r"[\s,;]+", row.get("maps_to", "").strip(" ,;"))
        if pointers == [""]:
            self.sheet.wrong(
                line,
                _("Say in %(column)s which of the UN's targets it is part of, such as %(example)s.")
                % {"column": COLUMNS[-1], "example": EXAMPLE},
            )
            return []
        if len(pointers) > MOST_MAPPINGS:
            self.sheet.wrong(line, _("More than %d mappings for one target.") % MOST_MAPPINGS)
            return []
        found = []
        for pointer in pointers:
            if pointers.count(pointer) > 1:
                self.sheet.wrong(line, _("«%s» stands twice.") % pointer[:40])
                return []
            if to := self._to(line, pointer):
                found.append(Mapping(number=row["number"], to=to))
        if len(set(found)) < len(found):
            self.sheet.wrong(line, _("Two of the mappings are the same target."))
        return found

    def _to(self, line: int, pointer: str) -> Identity | None:
        set_id, colon, number = pointer.rpartition(":")
        set_id = set_id if colon else UN
        if set_id == UN and number in un.numbers():
            return Identity(set=UN, version=UN_VERSION, number=number)
        if set_id == self.id != UN and number in self.lines:
            try:
                return Identity(set=self.id, version=self.version, number=number)
            except ValidationError:
                return None  # told already, about the row that it points at or the first rows
        if set_id == UN:
            self.sheet.wrong(line, _number_advice(number, among_the_un=True))
        else:
            self.sheet.wrong(
                line, _("«%s» is neither one of the UN's targets nor one in this file.") % pointer[:40]
            )
        return None

    def _no_circle(self, mappings: list[Mapping]) -> None:
        """Each target has a mapping, so without a circle each leads to the UN at last."""
        if found := circle((m.number, m.to.number) for m in mappings if m.to.set != UN):
            way = " → ".join(found if len(found) <= 12 else (*found[:6], "…", *found[-5:]))
            self.sheet.wrong(
                self.lines[found[0]], _("The targets are part of each other in a circle: %s.") % way
            )


def _finished(
    first: dict[str, str], targets: list[Target], mappings: list[Mapping], known: Iterable[TargetSet]
) -> TargetSet:
    found = TargetSet(
        id=first["id"],
        version=first["version"],
        title=Texts(**{code: first.get(f"title_{code}", "") for code in Texts.model_fields}),
        source=first.get("source", ""),
        targets=tuple(targets),
        mappings=tuple(mappings),
    )
    if found.id == UN:
        raise Unreadable(_("The id «%s» is taken by the UN's own targets.") % UN)
    for other in known:
        same = (other.id, other.version) == (found.id, found.version)
        if same and other.fingerprint != found.fingerprint:
            raise Unreadable(
                _(
                    "There is another set %(id)s with version %(version)s already. Give this one a new version."
                )
                % {"id": found.id, "version": found.version}
            )
    return found


def _text(sheet: Sheet, line: int, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        sheet.wrong(line, _("A text is longer than %d characters.") % LONGEST_TEXT)
        return text[:LONGEST_TEXT]
    if UNSEEN.search(text):
        sheet.wrong(line, _("A text holds characters that cannot be seen. Write it again."))
    return text


def _number_advice(number: str, *, among_the_un: bool = False) -> str:
    if DATE.fullmatch(number):
        told = _(
            "«%(cell)s» looks like a date made by the spreadsheet. Make the cells text, or write %(example)s."
        )
        return told % {"cell": number[:40], "example": EXAMPLE}
    if among_the_un:
        return _("The UN has no goal or target «%s».") % number[:40]
    return _("«%s» is not a number such as 1, 2.3 or 2.a.") % number[:40]
