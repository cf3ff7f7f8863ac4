"""How well a learner remembers each question, as fsrs reckons it: what she has answered, each time a review."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.questions import Question
from baerekraft.exercises.document import keyed
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.records.models import Response

# The same answers give the same numbers; the library would spread its dates at random, and we have dates of our own.
scheduler = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True)
class Remembered:
    """A question with its card and how likely she is to know the answer now, from 0 to 1."""

    entry: Entry
    question: Question
    card: Card
    likelihood: float


def rating(score: float) -> Rating:
    if score >= 1:
        return Rating.Good
    return Rating.Hard if score > 0 else Rating.Again


def reviewed(card: Card, score: float, *, at: datetime) -> Card:
    return scheduler.review_card(card, rating(score), at.astimezone(UTC))[0]


def stored(card: Card) -> dict[str, Any]:
    return {**card.to_dict()}


def loaded(state: Any) -> Card:
    return Card.from_dict(state)


def of(plan: Plan, asked: Sequence[tuple[Entry, Question]], *, at: datetime) -> list[Remembered]:
    """What she remembers of these questions, in the same order."""
    answers, earlier = _answers(plan, asked), _earlier(plan)
    remembered = []
    for entry, question in asked:
        key = (entry.lesson, question.exercise)
        card = _card(question, earlier.get((*key, question.statement)), answers[key], entry, plan.begun_at)
        likelihood = scheduler.get_card_retrievability(card, at.astimezone(UTC))
        remembered.append(Remembered(entry, question, card, likelihood))
    return remembered


def _card(
    question: Question, earlier: Card | None, answers: list[Response], entry: Entry, begun_at: datetime
) -> Card:
    """What she was never asked she is taken not to know since she said yes."""
    card = earlier or Card(card_id=entry.lesson, due=begun_at.astimezone(UTC))
    for response in answers:
        if card.last_review is None or response.answered_at > card.last_review:
            card = reviewed(card, _score(question, response), at=response.answered_at)
    return card if card.last_review else reviewed(card, 0, at=begun_at)


def _score(question: Question, response: Response) -> float:
    """The score of the one statement where that can be told, else of the whole exercise."""
    version = shelf.version(response.attempt.published_id)
    exercise = version.exercises.get(question.exercise) if version else None
    if question.statement and isinstance(exercise, FactOrMyth):
        statement = dict(keyed(exercise.statements)).get(question.statement)
        verdict = response.answer.get("verdicts", {}).get(question.statement)
        if statement and verdict:
            return float(statement.fact == (verdict == "fact"))
    return response.score or 0.0


def _answers(
    plan: Plan, asked: Sequence[tuple[Entry, Question]]
) -> defaultdict[tuple[int, str], list[Response]]:
    """Her answers in the lessons, oldest first, by lesson and exercise."""
    found: defaultdict[tuple[int, str], list[Response]] = defaultdict(list)
    rows = Response.objects.of(plan.learner).filter(
        attempt__published__lesson__in={entry.lesson for entry, _question in asked}
    )
    for row in rows.select_related("attempt__published").order_by("answered_at", "id"):
        found[row.attempt.published.lesson_id, row.exercise].append(row)
    return found


def _earlier(plan: Plan) -> dict[tuple[int, str, str], Card]:
    """Cards of what she has been asked by mail before, in this plan or an earlier one."""
    rows = Review.objects.of(plan.learner).filter(plan__part=plan.part).select_related("published")
    return {
        (row.published.lesson_id, row.exercise, row.statement): loaded(row.card)
        for row in rows.order_by("asked_at", "id")
    }
