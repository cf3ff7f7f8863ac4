"""Facts: what each row of the records counts, read so that memory stays small however many there are."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Max, Min, Model

from baerekraft.learners.models import Learner
from baerekraft.records import totals
from baerekraft.records.models import (
    ActiveWeek,
    Attempt,
    Enrolment,
    LessonCompletion,
    PartCompletion,
    Response,
)
from baerekraft.records.totals import Cell, Post

STRETCH = 2_000  # enrolments, or rows, read at once
Facts = Iterator[tuple[Cell, int]]
POST = ("municipality", "unit", "role")


def rows(
    model: type[Model],
    learner: Learner | None,
    *fields: str,
    by: str = "pk",
    order: tuple[str, ...] = (),
    **only: Any,
) -> Iterator[Any]:
    """The rows of this learner, or everyone's, in order of `by`: the row itself or the enrolment it hangs on.

    A connection pool forbids cursors on the server, so everyone's are asked for one stretch of `by` after another.
    """
    manager: Any = model._default_manager
    found = manager.filter(**only).order_by(by, *order).values_list(*fields)
    if learner:
        yield from found.filter(**{manager.all().to_learner: learner})
        return
    for first, last in stretches(model if by == "pk" else Enrolment):
        yield from found.filter(**{f"{by}__gte": first, f"{by}__lte": last}).iterator(chunk_size=STRETCH)


def stretches(model: type[Model]) -> Iterator[tuple[int, int]]:
    """The model's keys, in spans of so many."""
    manager: Any = model._default_manager
    # One end at a time: asked for both at once, SQLite reads the whole table.
    start, end = manager.aggregate(pk=Min("pk"))["pk"], manager.aggregate(pk=Max("pk"))["pk"]
    if start is not None and end is not None:
        for first in range(start, end + 1, STRETCH):
            yield first, first + STRETCH - 1


def by_enrolment(found: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows that begin with their enrolment, one enrolment's after another's."""
    for _enrolment, own in groupby(found, key=itemgetter(0)):
        yield list(own)


@totals.source
def responses(learner: Learner | None) -> Facts:
    fields = ("answered_at", "municipality", "attempt__published__lesson", "exercise", "score")
    for at, where, lesson, exercise, score in rows(Response, learner, *fields, by="attempt__enrolment"):
        yield totals.response_cell(at, where, lesson, exercise), totals.millionths(score)


@totals.source
def enrolments(learner: Learner | None) -> Facts:
    for at, part, *post in rows(Enrolment, learner, "started_at", "part__slug", *POST):
        yield from _event(at, 0, totals.BEGUN + part, post)


@totals.source
def attempts(learner: Learner | None) -> Facts:
    found = rows(
        Attempt, learner, "enrolment", "started_at", "published__lesson", *POST, by="enrolment", order=("pk",)
    )
    for own in by_enrolment(found):
        begun = set()
        for _enrolment, at, lesson, *post in own:
            if lesson not in begun:  # a newer edition is the same lesson
                begun.add(lesson)
                yield from _event(at, lesson, totals.STARTED, post)


@totals.source
def lesson_completions(learner: Learner | None) -> Facts:
    for at, lesson, seconds, *post in rows(
        LessonCompletion, learner, "completed_at", "lesson", "seconds", *POST
    ):
        yield from _event(at, lesson, totals.COMPLETED, post)
        if seconds is not None:
            yield Cell(totals.day_of(at), post[0] or 0, lesson, totals.bucket(seconds)), 0


@totals.source
def part_completions(learner: Learner | None) -> Facts:
    for at, part, *post in rows(PartCompletion, learner, "completed_at", "enrolment__part__slug", *POST):
        yield from _event(at, 0, totals.PART + part, post)


@totals.source
def active_weeks(learner: Learner | None) -> Facts:
    for week, *post in rows(ActiveWeek, learner, "week", *POST):
        for cell in totals.spread(week.isoformat(), 0, totals.ACTIVE, Post(*post)):
            yield cell, 0


def _event(at: Any, lesson: int, what: str, post: list[Any]) -> Facts:
    for cell in totals.spread(totals.day_of(at), lesson, what, Post(*post)):
        yield cell, 0
