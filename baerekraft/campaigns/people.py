"""A list of people: from a file or pasted text to who she is and what is wrong with each line. Nothing here asks the database."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from baerekraft.learners import entry
from baerekraft.learners.models import Learner
from baerekraft.sheets import files, spreadsheets
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.spreadsheets import Grid, Row

MOST = 50_000
LINES = 2 * MOST  # with empty ones between
MEGABYTES = 10
UNPACKED = 100  # megabytes
LONGEST_NAME, LONGEST_UNIT, LONGEST_EMAIL = 120, 80, 254

# What a heading may be called, in lower case and without spaces, hyphens and dots. The first is what we call it.
HEADINGS = {
    "email": ("epost", "epostadresse", "email", "emailaddress", "mail", "mailadresse", "jobbepost", "emailadresse",
              "userprincipalname", "workemail"),
    "name": ("navn", "namn", "name", "fulltnavn", "fulltnamn", "fullname", "visningsnavn", "displayname"),
    "first": ("fornavn", "førenamn", "fornamn", "firstname", "givenname"),
    "last": ("etternavn", "etternamn", "lastname", "surname", "familyname", "sn"),
    "unit": ("enhet", "eining", "unit", "avdeling", "department", "virksomhet", "verksemd", "tjenestested",
             "tenestestad", "arbeidssted", "arbeidsstad", "seksjon"),
    "role": ("rolle", "role"),
    "language": ("språk", "språkform", "målform", "language", "lang"),
}  # fmt: skip
COLUMNS = {name: column for column, names in HEADINGS.items() for name in names}
ROLES = {
    Learner.Role.EMPLOYEE: ("ansatt", "tilsett", "medarbeider", "medarbeidar", "employee"),
    Learner.Role.LEADER: ("leder", "leiar", "leader", "manager", "sjef"),
    Learner.Role.POLITICIAN: ("folkevalgt", "folkevald", "politiker", "politikar", "politician"),
    Learner.Role.OTHER: ("annet", "anna", "andre", "other"),
}
LANGUAGES = {
    "nb": ("nb", "bokmål", "bokmal", "norsk", "no", "norsk bokmål"),
    "nn": ("nn", "nynorsk", "norsk nynorsk"),
    "en": ("en", "engelsk", "english"),
}
KNOWN_ROLES = {name: str(role) for role, names in ROLES.items() for name in (str(role), *names)}
KNOWN_LANGUAGES = {name: language for language, names in LANGUAGES.items() for name in names}
PICTURE_OR_PDF = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf")


@dataclass(frozen=True)
class Person:
    """`line` is the one that Excel shows. `unit` is what the list calls it."""

    line: int
    email: str
    name: str = ""
    unit: str = ""
    role: str = ""
    language: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, as a word of `faults.told`. `out`: the person is not taken in."""

    line: int
    what: str
    value: str = ""
    out: bool = True


@dataclass
class Reading:
    """`columns` is what each column was taken for, by its heading; empty where nobody knew."""

    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)
    lines: int = 0


def read(content: bytes) -> Reading:
    """Raises BadFile, whose text says why and what to do."""
    files.check_size(len(content), megabytes=MEGABYTES)
    if content.startswith(PICTURE_OR_PDF):
        raise BadFile(
            _("This is not a list but a picture, a PDF or a document. Save the list as .xlsx or .csv.")
        )
    grid = spreadsheets.read(content, most=LINES, megabytes=UNPACKED)
    headings, places, rows = _headed(grid)
    rows = [row for row in rows if row]
    if not rows:
        raise BadFile(_("There are headings, but nobody below them. Fill in one line for each person."))
    if len(rows) > MOST or len(grid.rows) == LINES:
        raise BadFile(
            _("There are more than %(most)s people in the list. Divide it in several files.") % {"most": MOST}
        )
    reading = Reading(columns=headings, lines=len(rows))
    seen: dict[str, int] = {}
    for row in rows:
        _read_row(row, places, reading, seen)
    return reading


def pasted(text: str) -> bytes:
    """Addresses as people paste them, from Outlook or one a line, as a list that can be read."""
    lines = ["epost\tnavn"]
    for piece in re.split(r"[;\r\n]+", text):
        named = [_named(words) for words in piece.split(">") if "<" in words]
        if named:
            lines += [f"{_one_cell(email)}\t{_turned(_one_cell(name))}" for name, email in named]
        else:
            lines += [word for word in re.split(r"[,\s]+", piece) if word]
    return "\n".join(lines).encode()


def _named(words: str) -> tuple[str, str]:
    """Name and address of «Nordmann, Kari <kari@hol.no», cut off before the last sign."""
    name, _sign, email = words.rpartition("<")
    return name.rpartition("<")[2], email


def _one_cell(text: str) -> str:
    return " ".join(text.replace('"', " ").strip(" ,'\t").split())


def _turned(name: str) -> str:
    """Outlook says «Nordmann, Kari»."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _headed(grid: Grid) -> tuple[list[tuple[str, str]], dict[str, int], list[Row]]:
    """What the columns are, and the rows below the headings; without headings, the column with addresses."""
    for place, row in enumerate(grid.rows[:20]):
        known = [(cell, COLUMNS.get(re.sub(r"[\s\-_.:*]", "", cell.lower()), "")) for cell in row.cells]
        found = [column for _cell, column in known]
        if "email" in found:
            places = {column: found.index(column) for column in found if column}
            headings = [(cell, column) for cell, column in known if cell]
            return headings, places, list(grid.rows[place + 1 :])
        if any("@" in cell for cell in row.cells):
            return _bare(row, list(grid.rows[place:]))
    raise BadFile(
        _("There is no column with e-mail addresses. Call it “e-post” in the first line, and try again.")
    )


def _bare(first: Row, rows: list[Row]) -> tuple[list[tuple[str, str]], dict[str, int], list[Row]]:
    places = {"email": next(n for n, cell in enumerate(first.cells) if "@" in cell)}
    others = [n for n, cell in enumerate(first.cells) if cell and n != places["email"]]
    if len(others) == 1:
        places["name"] = others[0]
    return [("", column) for column, _place in sorted(places.items(), key=lambda item: item[1])], places, rows


def _read_row(row: Row, places: dict[str, int], reading: Reading, seen: dict[str, int]) -> None:
    cells = {column: row.cells[n] if n < len(row.cells) else "" for column, n in places.items()}
    email = entry.clean_email(cells["email"].removeprefix("mailto:").strip("<>"))
    fault = _wrong(row, email, seen)
    if fault:
        reading.faults.append(fault)
        return
    seen[email] = row.number
    reading.people.append(_person(row.number, email, cells, reading.faults))


def _wrong(row: Row, email: str, seen: dict[str, int]) -> Fault | None:
    """Why nobody comes of this line."""
    if not email:
        if row.faults:
            return Fault(row.number, "cell", row.faults[0])
        return Fault(row.number, "missing", " ".join(filter(None, row.cells))[:80])
    if len(email) > LONGEST_EMAIL or not _is_address(email):
        return Fault(row.number, "invalid", email[:80])
    if email in seen:
        return Fault(row.number, "twice", f"{email} ({seen[email]})")
    return None


def _is_address(email: str) -> bool:
    # By far the most are plain; what is not is asked of Django, which takes ten times as long.
    if re.fullmatch(r"[a-z0-9_]+(?:[.+\-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,20}", email):
        return email.index("@") <= 64
    if not email.isprintable() or "." not in email.rpartition("@")[2]:
        return False  # signs that nobody sees, and names of our own machines
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _person(line: int, email: str, cells: dict[str, str], faults: list[Fault]) -> Person:
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}"
    role, language = (
        _known(cells.get("role", ""), KNOWN_ROLES),
        _known(cells.get("language", ""), KNOWN_LANGUAGES),
    )
    if role is None:
        faults.append(Fault(line, "role", cells["role"][:80], out=False))
    if language is None:
        faults.append(Fault(line, "language", cells["language"][:80], out=False))
    return Person(
        line,
        email,
        entry.clean_name(name)[:LONGEST_NAME],
        entry.clean_name(cells.get("unit", ""))[:LONGEST_UNIT],
        role or "",
        language or "",
    )


def _known(said: str, known: dict[str, str]) -> str | None:
    """Empty for an empty cell, None for a word that nobody knows."""
    said = " ".join(said.lower().split())
    return known.get(said) if said else ""
