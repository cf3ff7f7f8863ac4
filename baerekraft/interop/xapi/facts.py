"""Facts: the rows that statements are made from, read table by table in the order that they were written.

Answers are read in the order we received them. The other tables are read by their numbers; numbers are given out before
rows are committed, so a row is read only when it has been seen for a while that its number was given (see `reach.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, Q, QuerySet

from baerekraft.credentials.models import Certificate
from baerekraft.learners.models import Learner
from baerekraft.records.models import Attempt, Enrolment, LessonCompletion, PartCompletion, Response

# Longer than any transaction of ours takes.
LAG = timedelta(seconds=60)
Place = int | tuple[str, str]


@dataclass(frozen=True)
class Fact:
    """What happened, whichever table it stands in. `enrolment` is the row that holds a learner's way through a part."""

    table: str
    key: str
    learner: UUID
    email: str
    at: datetime
    part: str | None
    course: str = ""
    enrolment: int | None = None
    lesson: str = ""
    published: int | None = None
    exercise: str = ""
    answer: Any = None
    score: float | None = None
    seconds: int | None = None
    via: str = ""
    place: Place = field(default=0, compare=False)


@dataclass(frozen=True)
class Table:
    """`columns` says which of the model's fields each of a fact's is read from."""

    name: str
    model: type[Model]
    to_learner: str
    columns: dict[str, str]
    key: str = "pk"

    def rows(self) -> "QuerySet[Any, Any]":
        manager: Any = self.model._default_manager
        return manager.all()

    def read(self, rows: "QuerySet[Any, Any]") -> Iterator[Fact]:
        """The rows as facts. An address is told only where she has proven it."""
        learner = self.to_learner
        named = {"learner": f"{learner}__id", "email": f"{learner}__email", **self.columns}
        values = rows.values_list(self.key, f"{learner}__proven_at", *named.values())
        for key, proven_at, *rest in values:
            told = dict(zip(named, rest, strict=True))
            told["email"] = told["email"] if proven_at else ""
            received_at = told.pop("received_at", None)
            place = (received_at.isoformat(), str(key)) if received_at else key
            yield Fact(table=self.name, key=str(key), place=place, **told)


def _of(enrolment: str) -> dict[str, str]:
    return {"enrolment": f"{enrolment}_id", "part": f"{enrolment}__part__slug"}


RESPONSE = "response"
TABLES = (
    Table("enrolment", Enrolment, "learner", {"at": "started_at", "enrolment": "pk", "part": "part__slug"}),
    Table(
        "attempt",
        Attempt,
        "enrolment__learner",
        {
            "at": "started_at",
            **_of("enrolment"),
            "published": "published_id",
            "lesson": "published__lesson__slug",
        },
    ),
    Table(
        RESPONSE,
        Response,
        "attempt__enrolment__learner",
        {
            "at": "answered_at",
            "received_at": "received_at",
            **_of("attempt__enrolment"),
            "published": "attempt__published_id",
            "lesson": "attempt__published__lesson__slug",
            "exercise": "exercise",
            "answer": "answer",
            "score": "score",
        },
    ),
    Table(
        "lesson",
        LessonCompletion,
        "enrolment__learner",
        {
            "at": "completed_at",
            **_of("enrolment"),
            "lesson": "lesson__slug",
            "seconds": "seconds",
            "via": "via",
        },
    ),
    Table("part", PartCompletion, "enrolment__learner", {"at": "completed_at", **_of("enrolment")}),
    Table(
        "certificate", Certificate, "learner", {"at": "issued_at", "part": "part__slug", "course": "course"}
    ),
)
BY_NUMBER = tuple(table for table in TABLES if table.name != RESPONSE)
BY_NAME = {table.name: table for table in TABLES}


def newest(table: Table) -> int:
    return int(table.rows().aggregate(newest=Max("pk"))["newest"] or 0)


def after(table: Table, place: Place | None, *, upto: Place, limit: int) -> list[Fact]:
    """The next facts of a table past a place in it, up to a place that may be read."""
    rows = table.rows()
    if table.name != RESPONSE:
        return list(table.read(rows.filter(pk__gt=place or 0, pk__lte=upto).order_by("pk")[:limit]))
    rows = rows.filter(received_at__lte=upto[0] if isinstance(upto, tuple) else upto)
    if isinstance(place, tuple):
        moment, id = place
        rows = rows.filter(
            Q(received_at__gt=moment) | Q(received_at=moment, pk__gt=id), received_at__gte=moment
        )
    return list(table.read(rows.order_by("received_at", "pk")[:limit]))


def everything(since: datetime | None, *, stretch: int = 1_000) -> Iterator[Fact]:
    """Every fact there is, or those that happened since; answers count from when they were received."""
    for table in TABLES:
        moment = "received_at" if table.name == RESPONSE else table.columns["at"]
        rows = table.rows().filter(**{f"{moment}__gte": since} if since else {})
        place: Any = None
        while True:
            more = rows.filter(pk__gt=place) if place is not None else rows
            found = list(table.read(more.order_by("pk")[:stretch]))
            yield from found
            if len(found) < stretch:
                break
            place = found[-1].key


def gone(told: Iterable[Fact]) -> list[Fact]:
    """Those of these facts whose rows are there no more."""
    found = []
    for table in TABLES:
        earlier = {fact.key: fact for fact in told if fact.table == table.name}
        left = table.rows().filter(pk__in=list(earlier)).values_list("pk", flat=True)
        found += [earlier[key] for key in earlier.keys() - map(str, left)]
    return found


def of(learner: Learner) -> Iterator[Fact]:
    for table in TABLES:
        yield from table.read(table.rows().filter(**{table.to_learner: learner}))
