from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import Part, PublishedLesson
from baerekraft.delivery import reviews
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.reviews import NoSuchChoice, NotOffered
from baerekraft.delivery.tests.factories import (
    PART,
    answer_wrongly,
    make_graduate,
    make_plan,
    make_review,
    offered,
    right_key,
    wrong_key,
)
from baerekraft.learners import entry as entries
from baerekraft.learners import erasure, own_data, proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_lesson_done

pytestmark = pytest.mark.django_db

YES = timezone.make_aware(datetime(2026, 12, 1, 10))


def after(days: int) -> datetime:
    return YES + timedelta(days=days)


def test_only_who_has_completed_the_part_is_offered_questions(first_lesson):
    ola = make_learner("Ola", proven=True)
    make_lesson_done(ola, first_lesson)

    with pytest.raises(NotOffered):
        make_plan(ola, at=YES)
    assert own_data.section(ola, "reviews") == []


def test_yes_twice_is_one_plan():
    kari = make_graduate()

    assert make_plan(kari, at=YES) == make_plan(kari, at=after(1))
    assert Plan.objects.get().begun_at == YES


def test_the_database_keeps_one_open_plan_a_part():
    plan = make_plan(make_graduate(), at=YES)

    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(learner=plan.learner, part=plan.part, begun_at=YES)


def test_a_part_with_nothing_to_ask_is_not_offered():
    kari = make_graduate()
    publishing.withdraw(PublishedLesson.objects.all(), at=YES)
    shelf.forget()

    with pytest.raises(NotOffered):
        make_plan(kari, at=YES)
    [row] = own_data.section(kari, "reviews")
    assert row["state"] == "nothing"


def test_nothing_is_due_before_the_third_day():
    plan = make_plan(make_graduate(), at=YES)

    assert reviews.due(at=after(2)) == []
    assert reviews.ask(plan.pk, at=after(2)) is None
    assert reviews.due(at=after(3)) == [plan]


def test_the_three_questions_are_three_different_ones_and_then_it_is_over():
    plan = make_plan(make_graduate(), at=YES)

    for day in range(60):
        for due in reviews.due(at=after(day)):
            reviews.ask(due.pk, at=after(day))

    asked = Review.objects.order_by("number")
    assert [(review.asked_at - YES).days for review in asked] == [3, 10, 30]
    assert len({(review.published_id, review.exercise, review.statement) for review in asked}) == 3
    plan.refresh_from_db()
    assert plan.ended_at == after(30)
    assert make_plan(plan.learner, at=after(61)) == plan


def test_asking_twice_on_one_day_asks_once():
    plan = make_plan(make_graduate(), at=YES)

    assert reviews.ask(plan.pk, at=after(3))
    assert reviews.ask(plan.pk, at=after(3)) is None


def test_what_kari_answered_wrongly_is_asked_first():
    kari = make_graduate()
    entry, question = offered()[-1]
    answer_wrongly(kari, entry, question, at=timezone.now())
    plan = make_plan(kari, at=timezone.now())

    review = reviews.ask(plan.pk, at=timezone.now() + timedelta(days=3))

    assert (review.exercise, review.statement) == (question.exercise, question.statement)


def test_a_part_with_one_question_asks_it_three_times(monkeypatch):
    from baerekraft.delivery import questions

    only = offered()[:1]
    monkeypatch.setattr(questions, "in_part", lambda slug, *, language: only)
    plan = make_plan(make_graduate(), at=YES)

    first, second, third = (reviews.ask(plan.pk, at=after(day)) for day in (3, 10, 30))

    assert first.exercise == second.exercise == third.exercise


def test_a_question_asked_again_remembers_the_answer_it_got(monkeypatch):
    from baerekraft.delivery import questions

    only = offered()[:1]
    monkeypatch.setattr(questions, "in_part", lambda slug, *, language: only)
    plan = make_plan(make_graduate(), at=YES)
    first = reviews.ask(plan.pk, at=after(3))
    first = reviews.answer(first, choice=right_key(first), at=after(4))

    assert reviews.ask(plan.pk, at=after(10)).card == first.card


def test_what_is_withdrawn_is_not_asked():
    plan = make_plan(make_graduate(), at=YES)
    gone = shelf.now().part(PART).lessons[1:]
    publishing.withdraw(PublishedLesson.objects.filter(pk__in=[e.published for e in gone]), at=YES)
    shelf.forget()
    left = shelf.now().part(PART).lessons[0]

    for day in (3, 10, 30):
        review = reviews.ask(plan.pk, at=after(day))
        assert review is None or review.published_id == left.published


def test_a_plan_with_nothing_left_to_ask_ends():
    plan = make_plan(make_graduate(), at=YES)
    publishing.withdraw(PublishedLesson.objects.all(), at=after(1))
    shelf.forget()

    assert reviews.ask(plan.pk, at=after(3)) is None
    plan.refresh_from_db()
    assert plan.ended_at == after(3)
    assert reviews.due(at=after(4)) == []


def test_nobody_is_mailed_before_the_address_is_hers():
    stranger = make_graduate("Ukjent", proven=False, email="kari@example.no")
    plan = make_plan(stranger, at=YES)

    assert reviews.due(at=after(40)) == []
    assert reviews.ask(plan.pk, at=after(40)) is None

    proofs.prove(stranger, at=after(40))
    assert reviews.due(at=after(40)) == [plan]


def test_a_new_address_waits_until_it_is_proven():
    kari = make_graduate()
    make_plan(kari, at=YES)

    entries.correct(
        kari, name="Kari", email="ny@example.no", municipality=None, role="", language="nb", at=after(1)
    )

    assert reviews.due(at=after(3)) == []


def test_stopped_is_stopped_and_yes_again_begins_anew():
    plan = make_plan(make_graduate(), at=YES)
    reviews.stop(plan, at=after(1))

    assert reviews.due(at=after(3)) == []
    again = make_plan(plan.learner, at=after(5))
    assert again != plan
    assert reviews.due(at=after(8)) == [again]


def test_the_answer_reviews_the_card():
    review = make_review()
    other = make_review(make_graduate("Ola"))
    at = timezone.now() + timedelta(days=3)

    right = reviews.answer(review, choice=right_key(review), at=at)
    wrong = reviews.answer(other, choice=wrong_key(other), at=at)

    assert right.card["stability"] > review.card["stability"]
    assert wrong.card["stability"] < right.card["stability"]
    assert right.card["last_review"] == at.astimezone(UTC).isoformat()


def test_the_first_answer_stands():
    review = make_review()
    first = reviews.answer(review, choice=wrong_key(review), at=timezone.now())

    second = reviews.answer(review, choice=right_key(review), at=timezone.now())

    assert second.choice == first.choice
    assert second.card == first.card


@pytest.mark.parametrize("choice", ["", "z", "a\0", "fact-or-myth"])
def test_an_answer_that_is_no_option_is_not_kept(choice):
    review = make_review()

    with pytest.raises(NoSuchChoice):
        reviews.answer(review, choice=choice, at=timezone.now())
    review.refresh_from_db()
    assert review.answered_at is None


def test_answering_counts_as_being_active():
    review = make_review()
    later = timezone.now() + timedelta(days=5)

    reviews.answer(review, choice=right_key(review), at=later)

    assert Learner.objects.get(pk=review.plan.learner_id).active_at == later


def test_the_plan_goes_along_when_two_entries_turn_out_to_be_one_person():
    kari = make_learner("Kari", proven=True)
    at_work = make_graduate("Kari", proven=False, email=kari.email)
    plan = make_plan(at_work, at=YES)

    proofs.prove(at_work, at=after(1))

    plan.refresh_from_db()
    assert plan.learner == kari
    assert reviews.due(at=after(3)) == [plan]


def test_who_said_yes_as_both_gets_one_row_of_questions():
    kari = make_graduate()
    plan = make_plan(kari, at=YES)
    at_work = make_graduate("Kari", proven=False, email=kari.email)
    make_plan(at_work, at=after(1))

    proofs.prove(at_work, at=after(2))

    assert Plan.objects.of(kari).count() == 2
    assert reviews.due(at=after(5)) == [plan]


def test_erasing_kari_takes_plan_and_answers_along():
    review = make_review()

    erasure.erase(review.plan.learner)

    assert not Plan.objects.exists()
    assert not Review.objects.exists()


def test_the_download_holds_plan_question_answer_and_memory():
    review = make_review()
    reviews.answer(review, choice=right_key(review), at=timezone.now())

    [row] = own_data.everything(review.plan.learner)["reviews"]

    assert row["part"] == Part.objects.get(slug=PART).slug
    [plan] = row["plans"]
    [told] = plan["questions"]
    assert told["choice"] == right_key(review)
    assert told["memory"]["stability"]
