"""Results in a table: one row for each, as KS Læring writes them, or one column for each activity, as Moodle does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from baerekraft.records.results import dates
from baerekraft.records.results.judging import Reading, Told, is_done
from baerekraft.sheets import spreadsheets
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.spreadsheets import Row

MOST = 50_000
LINES = 2 * MOST  # with empty ones between
UNPACKED = 100  # megabytes
HEADS = 20  # lines before the headings, at most

# What a heading may be called, in lower case and without spaces, hyphens and dots.
HEADINGS = {
    "email": ("epost", "epostadresse", "email", "emailaddress", "mail", "mailadresse", "jobbepost", "emailadresse",
              "useremail", "userprincipalname", "workemail"),
    "title": ("kurs", "kursnavn", "kursnamn", "kurstittel", "aktivitet", "aktivitetsnavn", "læringsaktivitet", "modul",
              "modulnavn", "leksjon", "leksjonsnavn", "tittel", "emne", "del", "course", "coursename", "coursetitle",
              "coursefullname", "activity", "activityname", "lesson", "module", "title", "learningobject", "content"),
    "status": ("status", "fullført", "fullføringsstatus", "gjennomført", "gjennomføringsstatus", "resultat", "bestått",
               "completed", "completion", "completionstatus", "completionstate", "complete", "state", "result",
               "lessonstatus", "progress", "fremdrift", "framdrift"),
    "date": ("dato", "fullførtdato", "datofullført", "fullføringsdato", "fullførtden", "gjennomførtdato",
             "datogjennomført", "gjennomføringsdato", "sluttdato", "tidspunkt", "fullførttidspunkt", "beståttdato",
             "date", "completiondate", "datecompleted", "completedon", "completeddate", "completedat", "timecompleted",
             "completiontime", "enddate", "timestamp"),
}  # fmt: skip
COLUMNS = {name: column for column, names in HEADINGS.items() for name in names}


@dataclass(frozen=True)
class Columns:
    """Where things stand: `places` of a row for each result, `activities` of a column for each."""

    places: dict[str, int]
    activities: tuple[tuple[int, str], ...] = ()


def read(content: bytes, reading: Reading) -> None:
    """Judge every row. Raises BadFile, whose text says why and what to do."""
    grid = spreadsheets.read(content, most=LINES, megabytes=UNPACKED, dates=True)
    columns, rows = _headed(grid.rows, reading)
    rows = [row for row in rows if row]
    if not rows:
        raise BadFile(_("There are headings, but no results below them."))
    if len(grid.rows) == LINES:
        raise too_many()
    for row in rows:
        for told in _told(row, columns, reading):
            reading.take(told)
            if reading.lines > MOST:
                raise too_many()


def too_many() -> BadFile:
    return BadFile(
        _("There are more than %(most)s results in the file. Divide it in several.") % {"most": MOST}
    )


def _headed(rows: tuple[Row, ...], reading: Reading) -> tuple[Columns, list[Row]]:
    for number, row in enumerate(rows[:HEADS]):
        known = [COLUMNS.get(re.sub(r"[\s\-_.:*()]", "", cell.lower()), "") for cell in row.cells]
        if "email" not in known:
            continue
        places = {column: known.index(column) for column in HEADINGS if column in known}
        reading.columns = [(cell, column) for cell, column in zip(row.cells, known, strict=True) if cell]
        below = list(rows[number + 1 :])
        if "title" in places:
            _check(places)
            return Columns(places), below
        activities = tuple(
            (place, cell) for place, cell in enumerate(row.cells) if reading.titles.find(cell) is not None
        )
        if activities:
            names = {cell for _place, cell in activities}
            reading.columns = [
                (cell, "activity" if cell in names else column) for cell, column in reading.columns
            ]
            return Columns(places, activities), below
        raise BadFile(
            _(
                "There is no column with what was completed. Call it “aktivitet” or “kurs”, or choose the report "
                "in which each of our lessons has a column."
            )
        )
    raise BadFile(
        _("There is no column with e-mail addresses. Call it “e-post” in the first line, and try again.")
    )


def _check(places: dict[str, int]) -> None:
    if "date" not in places:
        raise BadFile(
            _(
                "There is no column with when it was completed. Call it “dato” in the first line, and try again."
            )
        )


def _told(row: Row, columns: Columns, reading: Reading) -> Iterator[Told]:
    email = _cell(row, columns.places["email"])
    if columns.activities:
        for place, called in columns.activities:
            status, when = _cell(row, place), _cell(row, place + 1)
            # Most have not done most of it, and that is no fault.
            if is_done(status) is not False and (status or when):
                yield _one(row, email, called, status, when, reading)
        return
    called, when = _cell(row, columns.places["title"]), _cell(row, columns.places["date"])
    status = _cell(row, columns.places["status"]) if "status" in columns.places else "fullført"
    yield _one(row, email, called, status, when, reading)


def _one(row: Row, email: str, called: str, status: str, when: str, reading: Reading) -> Told:
    at = dates.read(when)
    # Some have the date itself for a status.
    done = is_done(status) if status or not at else True
    if done is None and dates.read(status):
        done = True
    when = when or (row.faults[0] if row.faults else "")
    return Told(row.number, email, called, reading.titles.find(called), done, status, when, at)


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
