"""Polls: how often each option is somebody's latest answer. What is shown moves only for every fifth answer.

Counts follow the responses in the same transaction, one vote a learner. `erased` holds what erased learners once
answered. `shown` is the counts as they stood when the number of answers last reached a multiple of five, so that
nobody can tell what a colleague answered from what changed.
"""

from collections import Counter
from collections.abc import Container, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from baerekraft.catalog import shelf
from baerekraft.exercises.document import KEYS, Exercise
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners.models import Learner
from baerekraft.records.models import Response, Tally

STEP = 5  # answers between two pictures of the distribution, and per cent the shares are rounded to

Distribution = tuple[int, list[int]]


class Question(NamedTuple):
    lesson: int
    exercise: str


def vote(question: Question, *, enrolment: int, response: UUID) -> None:
    """Count the response that was just written, in place of what the learner answered before."""
    rows = (
        Response.objects.filter(
            attempt__enrolment=enrolment,
            attempt__published__lesson=question.lesson,
            exercise=question.exercise,
        )
        .order_by("answered_at", "id")
        .values_list("id", "attempt__published", "answer")
    )
    cast = [(id, answer["choice"]) for id, published, answer in rows if asked(published, question.exercise)]
    now = [choice for _id, choice in cast]
    before = [choice for id, choice in cast if id != response]
    if before[-1:] != now[-1:]:
        move(question, before[-1:], now[-1:])


def asked(published: int, exercise: str) -> shelf.Version | None:
    """The version, where the exercise is a poll in it."""
    version = shelf.version(published)
    return version if version and isinstance(version.exercises.get(exercise), Poll) else None


def move(question: Question, away: Iterable[str], to: Iterable[str], *, erased: bool = False) -> None:
    """Take votes away from the living, and give them to others among them or to the erased."""
    tally = locked(question)
    target = tally.erased if erased else tally.votes
    for choice in away:
        tally.votes[choice] = tally.votes.get(choice, 0) - 1
    for choice in to:
        target[choice] = target.get(choice, 0) + 1
    counts = Counter(tally.votes) + Counter(tally.erased)
    if counts.total() % STEP == 0 and counts.total() > sum(tally.shown.values()):
        tally.shown = dict(counts)
    tally.save()


def locked(question: Question) -> Tally:
    rows = Tally.objects.select_for_update()
    return rows.get_or_create(lesson=question.lesson, exercise=question.exercise)[0]


def distribution(lesson: int, poll: Poll) -> Distribution:
    """How many answers the picture shows, and each option's share in per cent; nothing below five."""
    tally = Tally.objects.filter(lesson=lesson, exercise=poll.id).first()
    return picture(tally, poll)


def of(lesson: int, exercises: Iterable[Exercise], *, answered: Container[str]) -> dict[str, Distribution]:
    """The distribution of each poll among the exercises that is answered; no question asked where there is none."""
    found = {e.id: e for e in exercises if isinstance(e, Poll) and e.id in answered}
    tallies = Tally.objects.filter(lesson=lesson, exercise__in=found) if found else ()
    return {tally.exercise: picture(tally, found[tally.exercise]) for tally in tallies}


def picture(tally: Tally | None, poll: Poll) -> Distribution:
    counts = tally.shown if tally else {}
    total = sum(counts.values())
    if total < STEP:
        return 0, []
    return total, [STEP * round(100 * counts.get(key, 0) / total / STEP) for key in KEYS[: len(poll.options)]]


def votes(learner: Learner | None = None) -> dict[tuple[Question, Any], str]:
    """The latest answer of this learner, or of everyone, to each poll."""
    rows = Response.objects.of(learner) if learner else Response.objects.all()
    fields = ("attempt__published", "exercise", "attempt__enrolment__learner", "answer")
    latest = {}
    for published, exercise, whose, answer in (
        rows.order_by("answered_at", "id").values_list(*fields).iterator(chunk_size=2000)
    ):
        version = asked(published, exercise)
        if version:
            latest[Question(version.lesson, exercise), whose] = answer["choice"]
    return latest


def move_to_erased(learner: Learner) -> None:
    """Keep what the learner answered, as a vote that no longer follows from any fact."""
    for (question, _whose), choice in votes(learner).items():
        move(question, [choice], [choice], erased=True)


def settle(before: Iterable[dict[tuple[Question, Any], str]], after: dict[tuple[Question, Any], str]) -> None:
    """Two entries became one: from what they answered apart to what they answer together."""
    for votes in before:
        for (question, _whose), choice in votes.items():
            move(question, [choice], [])
    for (question, _whose), choice in after.items():
        move(question, [], [choice])


@transaction.atomic
def rebuild() -> int:
    """Make the living counts again from the facts; return the number of polls. What is shown stays as it was."""
    counts: dict[Question, Counter[str]] = {}
    for (question, _whose), choice in votes().items():
        counts.setdefault(question, Counter())[choice] += 1
    Tally.objects.update(votes={})
    for question, living in counts.items():
        tally = locked(question)
        tally.votes = dict(living)
        tally.save()
    return len(counts)
