from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.catalog.models import Part
from baerekraft.catalog.shelf import Entry
from baerekraft.delivery import questions, reviews
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.questions import Question
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_part_done, make_response

PART = "del-1"


def make_graduate(name: str = "Kari", *, proven: bool = True, **about: Any) -> Learner:
    """Somebody who has completed part one."""
    learner = make_learner(name, proven=proven, **about)
    make_part_done(learner, PART)
    return learner


def make_plan(learner: Learner, *, at: datetime) -> Plan:
    return reviews.begin(learner, part=Part.objects.get(slug=PART), at=at)


def make_review(learner: Learner | None = None, *, at: datetime | None = None) -> Review:
    """The first question of a plan, just asked."""
    moment = at or timezone.now()
    plan = make_plan(learner or make_graduate(), at=moment - timedelta(days=3))
    review = reviews.ask(plan.pk, at=moment)
    assert review
    return review


def offered() -> list[tuple[Entry, Question]]:
    return questions.in_part(PART, language="nb")


def right_key(review: Review) -> str:
    return questions.asked(review).right.key


def wrong_key(review: Review) -> str:
    return next(choice.key for choice in questions.asked(review).choices if not choice.right)


def answer_wrongly(learner: Learner, entry: Entry, question: Question, *, at: datetime) -> None:
    """Her answer in the lesson: this statement or choice wrong, the others right."""
    exercise = entry.document.exercise(question.exercise)
    assert exercise
    wrong = next(choice.key for choice in question.choices if not choice.right)
    if question.statement:
        from baerekraft.records.tests.factories import right_answer

        answer = right_answer(exercise)
        answer["verdicts"][question.statement] = wrong
    else:
        answer = {"choice": wrong}
    make_response(learner, entry, exercise, answer=answer, at=at)


def now_published() -> Any:
    part = shelf.now().part(PART)
    assert part
    return part
