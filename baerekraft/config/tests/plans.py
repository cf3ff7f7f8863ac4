"""What the database will do with each statement: which tables it reads from end to end, and which indexes it uses."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connection

PRODUCT = f"{Path(__file__).parents[2]}/"
# Those that only hand a statement on.
PASSED_OVER = ("conftest.py", "learners/statements.py")
READING = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")
# SQLite writes the alias where a table has one: SCAN U0, SEARCH records_response USING INDEX response_received (…)
STEP = re.compile(r"^(SCAN|SEARCH) (\S+)(?: USING (?P<how>.*?)(?: \((?P<by>.*)\))?)?$")
NAMED = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(\w+)"?)?', re.IGNORECASE)


@dataclass(frozen=True)
class Step:
    """One table in one plan."""

    table: str
    verb: str
    index: str
    # The columns that the index is asked by.
    by: tuple[str, ...]
    told: str

    @property
    def reads_all(self) -> bool:
        """From end to end, even if along an index; an index that is made for this one statement takes as long."""
        return self.verb == "SCAN" or self.index == "automatic"


@dataclass(frozen=True)
class Asked:
    """A statement, who asked it, and what the database does with it."""

    sql: str
    by: str
    # The page that was fetched, or nothing where no page was.
    path: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        plan = "\n".join(f"    {step.told}" for step in self.steps)
        return f"{self.by} {self.path}\n  {self.sql[:1500]}\n{plan}"

    @property
    def takes_the_first(self) -> bool:
        """So many rows from one end of the table, and no others are looked at."""
        limited = re.search(r"\bLIMIT \d+(?: OFFSET 0)?$", self.sql.strip())
        sorts = any("TEMP B-TREE" in step.told for step in self.steps)
        return limited is not None and not sorts and " WHERE " not in self.sql


@dataclass
class Watch:
    """Every different statement that was asked, with its plan."""

    seen: dict[tuple[str, str], Asked] = field(default_factory=dict)
    plans: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    path: str = ""

    def __iter__(self) -> Iterator[Asked]:
        return iter(self.seen.values())

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if sql.startswith(READING):
            if sql not in self.plans:
                self.plans[sql] = plan(sql, next(iter(params), ()) if many else params)
            by = asker()
            self.seen.setdefault((by, sql), Asked(sql, by, self.path, self.plans[sql]))
        return execute(sql, params, many, context)

    def arrive(self, environ: dict[str, Any], **kwargs: Any) -> None:
        self.path = environ["PATH_INFO"]

    def leave(self, **kwargs: Any) -> None:
        self.path = ""


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()
    request_started.connect(watch.arrive)
    request_finished.connect(watch.leave)
    try:
        with connection.execute_wrapper(watch):
            yield watch
    finally:
        request_started.disconnect(watch.arrive)
        request_finished.disconnect(watch.leave)


def plan(sql: str, params: Any) -> tuple[Step, ...]:
    with closing(connection.create_cursor()) as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql, params or ())
        lines = [row[3] for row in cursor.fetchall()]
    named = NAMED.findall(sql)
    names = {table: table for table, _alias in named} | {alias: table for table, alias in named if alias}
    return tuple(_steps(lines, names))


def _steps(lines: list[str], names: dict[str, str]) -> Iterator[Step]:
    for line in lines:
        found = STEP.match(line.replace(" LEFT-JOIN", "").replace(" EXISTS", ""))
        if found and found[2] in names:
            how = found["how"] or ""
            index = "automatic" if "AUTOMATIC" in how else how.rpartition("INDEX ")[2]
            if "PRIMARY KEY" in how:
                index = "primary key"
            by = tuple(re.findall(r"(\w+|<expr>)[=<>]", found["by"] or ""))
            yield Step(names[found[2]], found[1], index, by, line)
        elif "TEMP B-TREE" in line:
            yield Step("", "SORT", "", (), line)


def asker() -> str:
    """The product's own line that wanted it: `records/attempts.py respond`."""
    frame: FrameType | None = sys._getframe(2)
    while frame:
        name = frame.f_code.co_filename
        if name.startswith(PRODUCT) and not name.endswith(PASSED_OVER) and "/tests/" not in name:
            return f"{name.removeprefix(PRODUCT)} {frame.f_code.co_name}"
        frame = frame.f_back
    return ""
