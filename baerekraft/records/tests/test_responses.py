from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records import responses
from baerekraft.records.models import Attempt, LessonCompletion, Response, Total
from baerekraft.records.responses import NotEntered, ResponseRefused, Sent
from baerekraft.records.tests.factories import make_lesson_done, make_response, pass_of, right_answer

pytestmark = pytest.mark.django_db


def sent(entry, to, **changes):
    now = timezone.now()
    fields = {
        "id": uuid7(),
        "lesson": entry.key,
        "published": entry.published,
        "exercise": to.id,
        "answer": right_answer(to),
        "at": now,
    }
    return Sent(**{**fields, **changes})


def test_an_answer_sent_twice_is_one_answer(first_lesson):
    kari = make_learner("Kari")
    answer = sent(first_lesson, first_lesson.document.exercises[0])

    for _ in range(3):
        responses.record(answer, by=pass_of(kari), at=timezone.now())

    assert Response.objects.of(kari).count() == 1
    assert Total.objects.get(what__startswith="response:").count == 1


def test_ola_cannot_take_karis_answer_by_its_id(first_lesson):
    kari, ola = make_learner("Kari"), make_learner("Ola")
    exercise = first_lesson.document.exercises[0]
    karis = make_response(kari, first_lesson, exercise)

    with pytest.raises(ResponseRefused):
        make_response(ola, first_lesson, exercise, id=karis.id)
    assert not Response.objects.of(ola).exists()
    assert Response.objects.of(kari).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"exercise": "finnes-ikke"},
        {"lesson": "del-1/finnes-ikke"},
        {"lesson": "del-9/x"},
        {"published": 999_999},
        {"answer": {}},
        {"answer": None},
        {"answer": "<script>"},
        {"answer": {"choice": "z"}},
        {"answer": {"choice": "a" * 100_000}},
    ],
)
def test_an_answer_to_nothing_is_refused_and_leaves_no_trace(first_lesson, changes):
    kari = make_learner("Kari")

    with pytest.raises(ResponseRefused):
        responses.record(
            sent(first_lesson, first_lesson.document.exercises[0], **changes),
            by=pass_of(kari),
            at=timezone.now(),
        )

    assert not Response.objects.exists()
    assert not Attempt.objects.exists()


def test_an_answer_from_the_future_or_long_ago_is_dated_when_it_came(first_lesson):
    kari, now = make_learner("Kari"), timezone.now()
    exercise = first_lesson.document.exercises[0]

    for at in (now + timedelta(days=2), now - timedelta(days=5000)):
        responses.record(sent(first_lesson, exercise, at=at), by=pass_of(kari), at=now)

    assert set(Response.objects.values_list("answered_at", flat=True)) == {now}


def test_whoever_is_erased_has_not_entered(first_lesson):
    kari = make_learner("Kari")
    by = pass_of(kari)
    kari.delete()

    with pytest.raises(NotEntered):
        responses.record(sent(first_lesson, first_lesson.document.exercises[0]), by=by, at=timezone.now())


def test_the_lesson_is_done_when_every_exercise_that_counts_is_answered(first_lesson):
    kari = make_learner("Kari")
    counting = [exercise for exercise in first_lesson.document.exercises if exercise.counts]

    for exercise in counting[:-1]:
        make_response(kari, first_lesson, exercise)
    assert not LessonCompletion.objects.exists()
    make_response(kari, first_lesson, counting[-1])

    assert LessonCompletion.objects.of(kari).count() == 1


def test_answers_after_completion_are_kept_and_complete_nothing_twice(first_lesson):
    kari = make_learner("Kari")
    make_lesson_done(kari, first_lesson)
    make_lesson_done(kari, first_lesson)

    assert LessonCompletion.objects.count() == 1
    counting = [exercise for exercise in first_lesson.document.exercises if exercise.counts]
    assert Response.objects.count() == 2 * len(counting)


def test_the_latest_answer_is_the_one_shown(first_lesson):
    kari = make_learner("Kari")
    exercise = next(e for e in first_lesson.document.exercises if e.kind == "single_choice")
    make_response(kari, first_lesson, exercise, answer={"choice": "a"})
    make_response(kari, first_lesson, exercise, answer={"choice": "b"})

    assert responses.latest(kari, first_lesson.lesson)[exercise.id] == {"choice": "b"}


def test_an_answer_costs_three_questions_when_the_attempt_stands(first_lesson, django_assert_num_queries):
    kari = make_learner("Kari")
    exercise = next(e for e in first_lesson.document.exercises if not e.counts or e.counts)
    make_lesson_done(kari, first_lesson)
    shelf.version(first_lesson.published)

    voluntary = next((e for e in first_lesson.document.exercises if not e.counts), exercise)
    with django_assert_num_queries(5 if not voluntary.counts else 6):  # three, and the savepoint of the test
        make_response(kari, first_lesson, voluntary)


def test_a_clock_that_is_a_year_slow_does_not_bring_karis_erasure_nearer(first_lesson):
    kari = make_learner("Kari")
    before = Learner.objects.get().active_at

    make_response(
        kari, first_lesson, first_lesson.document.exercises[0], at=timezone.now() - timedelta(days=390)
    )

    assert Learner.objects.get().active_at >= before
