"""Totals: anonymous sums that follow the facts in the same transaction and can be made again from them, to the last digit.

Every room that has facts to count registers a `source`; erasing, joining and rebuilding ask all of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import batched
from typing import NamedTuple, Self

from django.db import connection, transaction
from django.utils import timezone

from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.records.models import Total

STARTED, COMPLETED, RESPONSE, TIME, PLEDGED, KEPT = (
    "started",
    "completed",
    "response:",
    "time:",
    "pledged",
    "kept",
)
BEGUN, PART, ACTIVE, BEFORE, NOW = "begun:", "part:", "active", "before:", "now:"
CHECK_STARTED, CHECK_FINAL, CONFLICT = "check-started", "check-final", "conflict:"
# How long a lesson took, by upper bound in minutes.
MINUTES = (3, 5, 10, 20, 60)
MORE = "more"
WHOLE = 1_000_000

COLUMNS = "day, municipality, lesson, what, unit, role, erased"
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
ADD = (
    "ON CONFLICT (municipality, what, lesson, unit, role, day, erased) "
    "DO UPDATE SET count = records_total.count + excluded.count, score = records_total.score + excluded.score"
)
UPSERT = f"INSERT INTO records_total ({COLUMNS}, count, score) VALUES {{rows}} {ADD}"  # noqa: S608 - nothing from outside
ONE = UPSERT.format(rows=ROW)
LAY_TOGETHER = (
    f"INSERT INTO records_total ({COLUMNS}, count, score) "  # noqa: S608 - nothing from outside
    "SELECT day, %s, lesson, what, unit, role, erased, count, score FROM records_total WHERE municipality = %s "
    f"{ADD}"
)
CELL = "(day = %s AND municipality = %s AND lesson = %s AND what = %s AND unit = %s AND role = %s)"
SWEEP = "DELETE FROM records_total WHERE count = 0 AND score = 0 AND erased = %s AND ({cells})"
AT_ONCE = 100  # rows in a statement: SQLite takes no more than a thousand values
HELD = 500_000  # cells in memory while everything is counted again


class Cell(NamedTuple):
    """What is counted where: `day` is the local date as YYYY-MM-DD. Never both a unit and a role."""

    day: str
    municipality: int
    lesson: int
    what: str
    unit: int = 0
    role: str = ""


class Post(NamedTuple):
    """Where somebody works and as what."""

    municipality: int | None = None
    unit: int | None = None
    role: str = ""

    @classmethod
    def of(cls, learner: Learner) -> Self:
        return cls(learner.municipality_id, learner.unit_id, learner.role)


Sums = dict[Cell, tuple[int, int]]
Source = Callable[[Learner | None], Iterable[tuple[Cell, int]]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register what a room's facts about this learner, or about everyone, count: a cell and a score for each."""
    _sources.append(function)
    return function


def day_of(moment: datetime) -> str:
    return _day(int(moment.timestamp() // 3600))


def week_of(moment: datetime) -> date:
    """The Monday of the local week."""
    day = _date(int(moment.timestamp() // 3600))
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=20_000)
def _date(hour: int) -> date:
    """The local date of an hour since 1970. Midnight is on the hour, and asking the time zone for each answer is slow."""
    return datetime.fromtimestamp(hour * 3600, UTC).astimezone(timezone.get_default_timezone()).date()


@lru_cache(maxsize=20_000)
def _day(hour: int) -> str:
    return _date(hour).isoformat()


def millionths(score: float | None) -> int:
    return round((score or 0.0) * WHOLE)


def bucket(seconds: int) -> str:
    """What is counted of a lesson that took so long."""
    return f"{TIME}{next((minutes for minutes in MINUTES if seconds <= 60 * minutes), MORE)}"


def response_cell(at: datetime, municipality: int | None, lesson: int, exercise: str) -> Cell:
    """Answers are counted by the month, on its first day: by the day there would be nearly as many rows as answers."""
    month = _date(int(at.timestamp() // 3600)).replace(day=1)
    return Cell(month.isoformat(), municipality or 0, lesson, RESPONSE + exercise)


def spread(day: str, lesson: int, what: str, post: Post) -> Iterator[Cell]:
    """One event of one person: everyone's row, her unit's, and her role's where it is not about one lesson."""
    municipality = post.municipality or 0
    yield Cell(day, municipality, lesson, what)
    if post.role and not lesson:
        yield Cell(day, municipality, lesson, what, role=post.role)
    if post.unit:
        yield Cell(day, municipality, lesson, what, unit=post.unit)


def add(cell: Cell, *, count: int = 1, score: int = 0, erased: bool = False) -> None:
    """Count so many more, or fewer; `score` is in millionths."""
    add_all({cell: (count, score)}, erased=erased)


def add_all(sums: Mapping[Cell, tuple[int, int]], *, erased: bool = False) -> None:
    """Count all of it in as few statements as can be; a row that no longer counts anything goes."""
    # In one order everywhere, so that no two wait for each other.
    rows = [(*cell, erased, *sums[cell]) for cell in (sorted(sums) if len(sums) > 1 else sums)]
    for some in batched(rows, AT_ONCE):
        statement = ONE if len(some) == 1 else UPSERT.format(rows=", ".join([ROW] * len(some)))
        statements.execute(statement, [value for row in some for value in row])
    emptied = [cell for cell, (count, _score) in sums.items() if count < 0]
    for cells in batched(emptied, AT_ONCE):
        statement = SWEEP.format(cells=" OR ".join([CELL] * len(cells)))
        statements.execute(statement, [erased, *(value for cell in cells for value in cell)])


def settle(before: Iterable[Mapping[Cell, tuple[int, int]]], after: Mapping[Cell, tuple[int, int]]) -> None:
    """Move the totals from what some facts counted to what they count now."""
    change = dict(after)
    for sums in before:
        for cell, (count, score) in sums.items():
            there = change.get(cell, (0, 0))
            change[cell] = there[0] - count, there[1] - score
    add_all({cell: amount for cell, amount in change.items() if amount != (0, 0)})


def sums_of(facts: Iterable[tuple[Cell, int]]) -> Sums:
    sums: Sums = {}
    for cell, score in facts:
        count, sum_ = sums.get(cell, (0, 0))
        sums[cell] = count + 1, sum_ + score
    return sums


def contributions(learner: Learner) -> Sums:
    """What all facts of this learner add up to."""
    return sums_of(fact for facts in _sources for fact in facts(learner))


def move_to_erased(learner: Learner) -> None:
    """Keep what the learner added, as rows that no longer follow from any fact."""
    sums = contributions(learner)
    settle([sums], {})
    add_all(sums, erased=True)


@transaction.atomic
def rebuild() -> int:
    """Make the totals of living facts again; return the number of rows.

    However many facts there are, only some cells are held at a time: a cell that comes again is added to its row.
    """
    _hold_the_table()
    living = Total.objects.filter(erased=False)
    living.delete()
    sums: Sums = {}
    for facts in _sources:
        for cell, score in facts(None):
            count, sum_ = sums.get(cell, (0, 0))
            sums[cell] = count + 1, sum_ + score
            if len(sums) >= HELD:
                add_all(sums)
                sums.clear()
    add_all(sums)
    return living.count()


def _hold_the_table() -> None:
    """Let answers wait until it is done, or they might be counted twice. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE records_total IN EXCLUSIVE MODE")
