"""First answers: what each learner answered at once, in lessons that she has completed.

Which they are is settled the moment a lesson is completed, so that counting them in the night gives the same as counting
them again a year later: only what had been received by then is looked at, and what was received first is first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from baerekraft.records.models import Attempt, LessonCompletion, Response


class Done(NamedTuple):
    """A lesson completion."""

    enrolment: int
    lesson: int
    at: datetime


class First(NamedTuple):
    """`seconds` since her answer before it in the lesson, with what she read between; None where it is the very first."""

    lesson: int
    published: int
    exercise: str
    answer: Any
    score: float | None
    seconds: int | None


class _Given(NamedTuple):
    received_at: datetime
    answered_at: datetime
    id: UUID
    published: int
    exercise: str
    answer: Any
    score: float | None

    @property
    def in_time(self) -> tuple[datetime, datetime, UUID]:
        return self.answered_at, self.received_at, self.id


def of(completions: Collection[Done]) -> Iterator[list[First]]:
    """The first answers behind each completion, one an exercise. Two questions to the database, however many."""
    given = _given({(done.enrolment, done.lesson) for done in completions})
    for done in completions:
        answers = given.get((done.enrolment, done.lesson), [])
        completing = (one.received_at for one in answers if one.answered_at == done.at)
        until = min(completing, default=done.at)
        yield list(_firsts(done.lesson, [one for one in answers if one.received_at <= until]))


def _given(places: set[tuple[int, int]]) -> dict[tuple[int, int], list[_Given]]:
    attempts = Attempt.objects.filter(
        enrolment__in={enrolment for enrolment, _lesson in places},
        published__lesson__in={lesson for _enrolment, lesson in places},
    ).values_list("pk", "enrolment", "published__lesson", "published")
    there = {
        pk: ((enrolment, lesson), published)
        for pk, enrolment, lesson, published in attempts
        if (enrolment, lesson) in places
    }
    found: dict[tuple[int, int], list[_Given]] = defaultdict(list)
    rows = Response.objects.filter(attempt__in=there.keys()).order_by()
    fields = ("attempt", "received_at", "answered_at", "id", "exercise", "answer", "score")
    for attempt, received_at, answered_at, id, *rest in rows.values_list(*fields).iterator(chunk_size=5000):
        place, published = there[attempt]
        found[place].append(_Given(received_at, answered_at, id, published, *rest))
    return found


def _firsts(lesson: int, answers: list[_Given]) -> Iterator[First]:
    in_time = sorted(answers, key=lambda one: one.in_time)
    before = {one.id: earlier for earlier, one in pairwise(in_time)}
    met: set[str] = set()
    for one in sorted(answers, key=lambda one: one[:3]):
        if one.exercise not in met:
            met.add(one.exercise)
            earlier = before.get(one.id)
            seconds = int((one.answered_at - earlier.answered_at).total_seconds()) if earlier else None
            yield First(lesson, one.published, one.exercise, one.answer, one.score, seconds)


def completed(*, after: int, upto: int, at_most: int) -> list[tuple[int, Done]]:
    """The next completions by number."""
    rows = LessonCompletion.objects.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    fields = ("pk", "enrolment", "lesson", "completed_at")
    return [(pk, Done(*rest)) for pk, *rest in rows.values_list(*fields)[:at_most]]
