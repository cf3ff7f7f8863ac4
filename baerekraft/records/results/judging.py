"""Each result of a file on its own: taken, or not and why. Nothing here asks who has an account."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from baerekraft.learners import entry
from baerekraft.records.results.titles import Lessons, Titles

LONGEST_EMAIL = 254
AHEAD = timedelta(minutes=10)  # other systems' clocks
PLAIN = re.compile(r"[a-z0-9_]+(?:[.+\-][a-z0-9_]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,20}")
SHOWN = 80  # of what stands in a cell
# What a status begins with. Moodle says in brackets how it came about.
NOT_DONE = (
    "ikke", "ikkje", "not", "in", "under", "pågår", "påbegynt", "startet", "starta", "started", "påmeldt", "nei", "no",
    "false", "usann", "0", "avbrutt", "avbrote", "failed", "stryk", "registered", "enrolled", "unknown", "browsed",
)  # fmt: skip
DONE = (
    "fullført", "fullfort", "gjennomført", "gjennomfort", "ferdig", "bestått", "godkjent", "complete", "completed",
    "passed", "done", "finished", "satisfied", "ja", "yes", "true", "sann", "x", "1", "100", "✓",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What the other system says: `done` is None where nobody knows the word; `lessons` as of `Titles.find`."""

    line: int
    email: str
    called: str
    lessons: Lessons | None
    done: bool | None
    status: str
    when: str
    at: datetime | None


@dataclass(frozen=True)
class Result:
    """`line` is the one that Excel shows."""

    line: int
    email: str
    lessons: Lessons
    at: datetime


@dataclass(frozen=True)
class Fault:
    """Why nothing comes of a line, as a word of `faults.told`."""

    line: int
    what: str
    value: str = ""


@dataclass
class Reading:
    """`columns` is what each column was taken for, by its heading."""

    now: datetime
    titles: Titles
    results: list[Result] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)
    lines: int = 0
    seen: set[tuple[str, int]] = field(default_factory=set)

    def take(self, told: Told) -> None:
        """Judge one result."""
        self.lines += 1
        email = entry.clean_email(told.email.removeprefix("mailto:").strip("<>"))
        what, value = _wrong(told, email, self.now)
        lessons = told.lessons or ()
        if not what and all((email, lesson) in self.seen for lesson in lessons):
            what, value = "twice", told.called
        if what or told.at is None:
            self.faults.append(Fault(told.line, what, " ".join(value.split())[:SHOWN]))
            return
        self.seen.update((email, lesson) for lesson in lessons)
        self.results.append(Result(told.line, email, lessons, min(told.at, self.now)))


def is_done(status: str) -> bool | None:
    """Whether the word means that it is completed; None when nobody knows it."""
    word = status.lower().replace("%", " ").replace("(", " ").split()
    first = word[0].strip(".,:;") if word else ""
    if first in NOT_DONE or (first.isdecimal() and first != "1" and int(first) < 100):
        return False
    return True if first in DONE else None


def _wrong(told: Told, email: str, now: datetime) -> tuple[str, str]:
    """The fault and what stands there, or two empty texts."""
    if not email:
        return "missing", told.called
    if len(email) > LONGEST_EMAIL or not _is_address(email):
        return "invalid", email
    if told.lessons is None:
        return "unknown", told.called
    if not told.lessons:
        return "several", told.called
    if told.done is not True:
        return ("status" if told.done is None else "not-done"), told.status
    if told.at is None:
        return "date", told.when
    return ("future", told.when) if told.at > now + AHEAD else ("", "")


def _is_address(email: str) -> bool:
    # By far the most are plain; what is not is asked of Django, which takes ten times as long.
    if PLAIN.fullmatch(email):
        return email.index("@") <= 64
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.isprintable() and "." in email.rpartition("@")[2]
