"""Polls: how often each option is somebody's latest answer. What is shown moves only for every fifth answer.

Counts follow the responses in the same transaction, one vote a learner. `erased` holds what erased learners once
answered. `shown` is the counts as they stood when the number of answers last reached a multiple of five, so that
nobody can tell what a colleague answered from what changed.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence, Set
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from baerekraft.catalog import shelf
from baerekraft.exercises.document import KEYS, Exercise
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.learners.models import Learner
from baerekraft.records import facts
from baerekraft.records.models import Response, Tally

STEP = 5  # answers between two pictures of the distribution, and per cent the shares are rounded to

Distribution = tuple[int, list[int]]


class Question(NamedTuple):
    lesson: int
    exercise: str


class Vote(NamedTuple):
    """What was chosen and in which municipality, 0 where in none."""

    choice: str
    municipality: int


Cast = tuple[Question, Vote]
EVERYONE = 0


def vote(question: Question, *, enrolment: int, response: UUID) -> None:
    """Count the response that was just written, in place of what the learner answered before."""
    # Whoever votes in the same second waits for the picture, and so reads all there is.
    _locked(question, {EVERYONE})
    rows = (
        Response.objects.filter(
            attempt__enrolment=enrolment,
            attempt__published__lesson=question.lesson,
            exercise=question.exercise,
        )
        .order_by("answered_at", "id")
        .values_list("id", "attempt__published", "answer", "municipality")
    )
    cast = [
        (id, Vote(answer["choice"], where or 0))
        for id, published, answer, where in rows
        if asked(published, question.exercise)
    ]
    now = [one for _id, one in cast]
    before = [one for id, one in cast if id != response]
    if before[-1:] != now[-1:]:
        move(question, before[-1:], now[-1:])


def asked(published: int, exercise: str) -> shelf.Version | None:
    """The version, where the exercise is a poll in it."""
    version = shelf.version(published)
    return version if version and isinstance(version.exercises.get(exercise), Poll) else None


def move(question: Question, away: Sequence[Vote], to: Sequence[Vote], *, erased: bool = False) -> None:
    """Take votes away from the living, and give them to others among them or to the erased.

    A vote is one of everyone's, and one of its municipality's.
    """
    places = {EVERYONE, *(vote.municipality for vote in (*away, *to))}
    for place, tally in _locked(question, places).items():
        taken = [vote.choice for vote in away if place in (EVERYONE, vote.municipality)]
        given = [vote.choice for vote in to if place in (EVERYONE, vote.municipality)]
        if erased or taken != given:
            _count(tally, taken, given, erased=erased)


def _count(tally: Tally, away: Iterable[str], to: Iterable[str], *, erased: bool) -> None:
    target = tally.erased if erased else tally.votes
    for choice in away:
        tally.votes[choice] = tally.votes.get(choice, 0) - 1
    for choice in to:
        target[choice] = target.get(choice, 0) + 1
    counts = Counter(tally.votes) + Counter(tally.erased)
    if counts.total() % STEP == 0 and counts.total() > sum(tally.shown.values()):
        tally.shown = dict(counts)
    tally.save()


def _locked(question: Question, places: Set[int]) -> dict[int, Tally]:
    """The tallies of everyone and the municipalities, in one order so that no two votes wait for each other."""
    rows = Tally.objects.filter(lesson=question.lesson, exercise=question.exercise, municipality__in=places)
    found = {tally.municipality: tally for tally in rows.order_by("municipality").select_for_update()}
    for place in sorted(places - found.keys()):
        found[place] = Tally.objects.select_for_update().get_or_create(
            lesson=question.lesson, exercise=question.exercise, municipality=place
        )[0]
    return found


def distribution(lesson: int, poll: Poll, *, municipality: int = EVERYONE) -> Distribution:
    """How many answers the picture shows, and each option's share in per cent; nothing below five."""
    tally = Tally.objects.filter(lesson=lesson, exercise=poll.id, municipality=municipality).first()
    return picture(tally, poll)


def of(lesson: int, exercises: Iterable[Exercise], *, answered: Container[str]) -> dict[str, Distribution]:
    """The distribution of each poll among the exercises that is answered; no question asked where there is none."""
    found = {e.id: e for e in exercises if isinstance(e, Poll) and e.id in answered}
    rows = Tally.objects.filter(lesson=lesson, exercise__in=found, municipality=EVERYONE)
    return {tally.exercise: picture(tally, found[tally.exercise]) for tally in (rows if found else ())}


def picture(tally: Tally | None, poll: Poll) -> Distribution:
    counts = tally.shown if tally else {}
    total = sum(counts.values())
    if total < STEP:
        return 0, []
    return total, [STEP * round(100 * counts.get(key, 0) / total / STEP) for key in KEYS[: len(poll.options)]]


def votes(learner: Learner | None = None) -> Iterator[Cast]:
    """The latest answer of this learner, or of everyone, to each poll."""
    fields = (
        "attempt__enrolment",
        "attempt__published__lesson",
        "exercise",
        "attempt__published",
        "answer",
        "municipality",
    )
    order = ("attempt__published__lesson", "exercise", "answered_at", "id")
    found = facts.rows(Response, learner, *fields, by="attempt__enrolment", order=order, score=None)
    cast = (row for row in found if asked(row[3], row[2]))
    for (_enrolment, lesson, exercise), own in groupby(cast, key=lambda row: row[:3]):
        *_, answer, where = list(own)[-1]
        yield Question(lesson, exercise), Vote(answer["choice"], where or 0)


def move_to_erased(learner: Learner) -> None:
    """Keep what the learner answered, as a vote that no longer follows from any fact."""
    for question, cast in list(votes(learner)):
        move(question, [cast], [cast], erased=True)


def settle(before: Iterable[Cast], after: Iterable[Cast]) -> None:
    """Two entries became one: from what they answered apart to what they answer together."""
    moved: dict[Question, tuple[list[Vote], list[Vote]]] = {}
    for side, votes in enumerate((before, after)):
        for question, cast in votes:
            moved.setdefault(question, ([], []))[side].append(cast)
    for question, (away, to) in moved.items():
        move(question, away, to)


@transaction.atomic
def rebuild() -> int:
    """Make the living counts again from the facts; return the number of polls. What is shown stays as it was."""
    counts: dict[tuple[Question, int], Counter[str]] = {}
    for question, cast in votes():
        for place in {EVERYONE, cast.municipality}:
            counts.setdefault((question, place), Counter())[cast.choice] += 1
    Tally.objects.update(votes={})
    for (question, place), living in counts.items():
        tally = _locked(question, {place})[place]
        tally.votes = dict(living)
        tally.save()
    return len({question for question, _place in counts})


@transaction.atomic
def merge(predecessor: int, successor: int) -> None:
    """A municipality has become a part of another: their counts and pictures are laid together."""
    for gone in Tally.objects.filter(municipality=predecessor):
        question = Question(gone.lesson, gone.exercise)
        tally = _locked(question, {successor})[successor]
        for name in ("votes", "erased", "shown"):
            both = Counter(getattr(tally, name))
            both.update(getattr(gone, name))
            setattr(tally, name, dict(both))
        tally.save()
        gone.delete()
