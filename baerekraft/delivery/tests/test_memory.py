import json
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.catalog.models import Part
from baerekraft.delivery import memory
from baerekraft.delivery.models import Plan
from baerekraft.delivery.tests.factories import PART, answer_wrongly, make_graduate, make_plan, offered
from baerekraft.learners.tests.factories import make_learner

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("score", "rating"), [(1, Rating.Good), (0, Rating.Again), (0.5, Rating.Hard), (0.01, Rating.Hard)]
)
def test_a_score_becomes_a_rating(score, rating):
    assert memory.rating(score) == rating


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 400)), min_size=1, max_size=8))
def test_a_card_survives_being_kept_as_json(history):
    card, at = Card(card_id=1, due=NOW), NOW
    for score, days in history:
        at += timedelta(days=days)
        card = memory.reviewed(card, score, at=at)

    kept = memory.loaded(json.loads(json.dumps(memory.stored(card))))

    assert kept == card
    assert 0 <= memory.scheduler.get_card_retrievability(kept, at + timedelta(days=3)) <= 1


def remembered(plan: Plan, *, at: datetime = LATER):
    return {
        (one.entry.lesson, one.question.exercise, one.question.statement): one
        for one in memory.of(plan, offered(), at=at)
    }


@pytest.mark.django_db
def test_what_kari_got_wrong_is_what_she_is_likeliest_to_have_forgotten():
    kari = make_learner("Kari", proven=True)
    entry, question = next(pair for pair in offered() if pair[1].statement)
    answer_wrongly(kari, entry, question, at=NOW)
    plan = Plan.objects.create(learner=kari, part=Part.objects.get(slug=PART), begun_at=NOW)

    found = remembered(plan)

    key = (entry.lesson, question.exercise, question.statement)
    siblings = [one for name, one in found.items() if name[:2] == key[:2] and name != key]
    assert all(found[key].likelihood < one.likelihood for one in siblings)


@pytest.mark.django_db
def test_what_she_never_answered_counts_as_not_known_since_she_said_yes():
    plan = Plan.objects.create(
        learner=make_learner("Kari", proven=True), part=Part.objects.get(slug=PART), begun_at=NOW
    )

    unknown = memory.reviewed(Card(card_id=1, due=NOW), 0, at=NOW)

    assert {one.card.stability for one in remembered(plan).values()} == {unknown.stability}
    assert {one.card.last_review for one in remembered(plan).values()} == {NOW}


@pytest.mark.django_db
def test_trying_again_at_once_helps_little_and_again_next_week_helps_more():
    kari = make_learner("Kari", proven=True)
    entry, question = offered()[0]
    exercise = entry.document.exercise(question.exercise)
    plan = Plan.objects.create(learner=kari, part=Part.objects.get(slug=PART), begun_at=NOW)
    key = (entry.lesson, question.exercise, question.statement)

    def stability() -> float:
        return remembered(plan)[key].card.stability

    from baerekraft.records.tests.factories import make_response

    answer_wrongly(kari, entry, question, at=NOW - timedelta(days=8))
    wrong = stability()
    make_response(kari, entry, exercise, at=NOW - timedelta(days=8) + timedelta(minutes=1))
    at_once = stability()
    make_response(kari, entry, exercise, at=NOW - timedelta(days=1))

    assert wrong < at_once < wrong * 1.5
    assert stability() > at_once * 2


@pytest.mark.django_db
def test_everything_is_asked_of_the_database_at_once(django_assert_max_num_queries):
    plan = make_plan(make_graduate(), at=NOW)
    pairs = offered()

    with django_assert_max_num_queries(12):
        memory.of(plan, pairs, at=LATER)
