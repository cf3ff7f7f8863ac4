"""Learners who answer a lesson as a test says, through the real way of an answer."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.quality import statistics
from baerekraft.records import responses
from baerekraft.records.responses import Sent
from baerekraft.records.tests.factories import pass_of, right_answer

BEGUN = timezone.make_aware(datetime(2026, 5, 4, 9))
SECONDS = 25  # between two answers


def the_lesson() -> Entry:
    return shelf.now().lessons[0]


def wrong_answer(exercise: Any) -> dict[str, Any]:
    """As wrong as it can be; the second option where one is to be chosen."""
    match exercise.kind:
        case "single_choice":
            return {"choice": next(key for key, _text, right in exercise.picks if not right)}
        case "fact_or_myth":
            turned = {"fact": "myth", "myth": "fact"}
            right = right_answer(exercise)["verdicts"]
            return {"verdicts": {key: turned[verdict] for key, verdict in right.items()}}
        case "estimate":
            far = max(exercise.minimum, exercise.maximum, key=lambda end: abs(end - exercise.real))
            return {"guess": far}
        case "sorting":
            right = right_answer(exercise)["places"]
            return {"places": {key: "a" if group != "a" else "b" for key, group in right.items()}}
    raise AssertionError(exercise.kind)


def answer(
    learner: Learner, exercise: Any, raw: Any, *, at: datetime, received_at: datetime | None = None
) -> None:
    entry = the_lesson()
    sent = Sent(uuid7(), entry.key, entry.published, exercise.id, raw, at)
    responses.record(sent, by=pass_of(learner), at=received_at or at)


def complete(
    right: Mapping[str, bool] | None = None,
    *,
    raw: Mapping[str, Any] | None = None,
    name: str = "Kari",
    begun: datetime = BEGUN,
    again: bool = False,
    **about: Any,
) -> Learner:
    """Somebody goes through the lesson: right where nothing else is said, `raw` where one answer is meant to be just so.

    With `again` she answers everything once more, rightly, afterwards.
    """
    learner = make_learner(name, **about)
    exercises = [exercise for exercise in the_lesson().document.exercises if exercise.counts]
    at = begun
    for exercise in exercises:
        wants = (right or {}).get(exercise.id, True)
        given = right_answer(exercise) if wants else wrong_answer(exercise)
        answer(learner, exercise, (raw or {}).get(exercise.id, given), at=at)
        at += timedelta(seconds=SECONDS)
    for exercise in exercises if again else ():
        answer(learner, exercise, right_answer(exercise), at=at)
        at += timedelta(seconds=SECONDS)
    return learner


def graded() -> list[Any]:
    return [exercise for exercise in the_lesson().document.exercises if exercise.graded]


def people(answers: Iterable[Mapping[str, bool]]) -> None:
    for right in answers:
        complete(right)


def take_all() -> int:
    return statistics.take(upto=statistics.newest())
