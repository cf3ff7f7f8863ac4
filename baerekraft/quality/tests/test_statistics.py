"""The sums behind the questions' statistics: taken in at night, and the same when they are made again."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baerekraft.learners import erasure, proofs
from baerekraft.quality import statistics, sums
from baerekraft.quality.models import QuestionStatistic, StatisticsPosition
from baerekraft.quality.tests.answers import (
    BEGUN,
    answer,
    complete,
    graded,
    take_all,
    wrong_answer,
)
from baerekraft.records.models import LessonCompletion
from baerekraft.records.tests.factories import right_answer

pytestmark = pytest.mark.django_db

FIELDS = ("lesson", "exercise", "question", *sums.NUMBERS, "picks", "times")


def rows(*, erased: bool = False) -> list[tuple]:
    found = QuestionStatistic.objects.filter(erased=erased).order_by("lesson", "exercise", "question")
    return list(found.values_list(*FIELDS))


def made_again() -> list[tuple]:
    statistics.rebuild()
    return rows()


class RolledBack(Exception):
    """So that one example leaves nothing to the next."""


people = st.lists(
    st.tuples(
        st.lists(st.booleans(), min_size=4, max_size=4),
        st.booleans(),
        st.sampled_from(["stay", "go", "take"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people)
def test_taken_in_bit_by_bit_is_as_made_again_at_once(some):
    try:
        with transaction.atomic():
            for right, again, then in some:
                ids = [exercise.id for exercise in graded()]
                learner = complete(dict(zip(ids, right, strict=False)), again=again)
                if then != "stay":
                    take_all()
                if then == "go":
                    erasure.erase(learner)
            take_all()
            before, gone = rows(), rows(erased=True)
            assert made_again() == before
            assert rows(erased=True) == gone
            raise RolledBack
    except RolledBack:
        pass


def test_the_sums_are_in_whole_numbers_and_hold_nobody():
    complete({graded()[0].id: False})
    take_all()

    row = QuestionStatistic.objects.get(exercise=graded()[0].id)

    assert (row.answers, row.pairs, row.x, row.xx) == (1, 1, row.score, row.score**2)
    assert row.y == 1000


def test_a_night_takes_what_there_was_the_night_before():
    complete()
    assert statistics.nightly() == 0
    complete()
    assert statistics.nightly() == 1
    assert statistics.nightly() == 1
    assert statistics.nightly() == 0
    assert {row.answers for row in QuestionStatistic.objects.all()} == {2}


def test_a_crash_midway_neither_loses_anybody_nor_counts_her_twice(monkeypatch):
    monkeypatch.setattr(statistics, "CHUNK", 2)
    for _person in range(5):
        complete()
    really, calls = sums.add, []

    def fails_once(*given, **named):
        really(*given, **named)
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError

    monkeypatch.setattr(statistics.sums, "add", fails_once)
    with pytest.raises(RuntimeError):
        take_all()
    assert {row.answers for row in QuestionStatistic.objects.all()} == {2}

    take_all()

    assert {row.answers for row in QuestionStatistic.objects.all()} == {5}


def test_what_erased_learners_added_stays():
    kari, ola = complete({graded()[0].id: False}), complete()
    take_all()
    alone = rows()
    erasure.erase(kari)

    assert {row.answers for row in QuestionStatistic.objects.filter(erased=False)} == {1}
    assert {row.answers for row in QuestionStatistic.objects.filter(erased=True)} == {1}
    erasure.erase(ola)

    assert rows() == []
    assert rows(erased=True) == alone
    assert made_again() == []


def test_an_erased_learner_who_was_never_taken_in_leaves_nothing():
    erasure.erase(complete())
    take_all()

    assert not QuestionStatistic.objects.exists()


def test_two_entries_that_become_one_count_as_one():
    kari = complete({graded()[0].id: False}, proven=True)
    at_home = complete(email=kari.email, begun=BEGUN - timedelta(days=1))
    take_all()
    assert {row.answers for row in QuestionStatistic.objects.all()} == {2}

    proofs.prove(at_home, at=timezone.now())

    before = rows()
    assert {row.answers for row in QuestionStatistic.objects.all()} == {1}
    assert made_again() == before


def test_an_answer_that_comes_late_from_a_phone_without_cover_changes_nothing_that_is_counted():
    kari = complete()
    take_all()
    before = rows()

    late = wrong_answer(graded()[0])
    answer(kari, graded()[0], late, at=BEGUN - timedelta(hours=1), received_at=BEGUN + timedelta(days=3))

    assert made_again() == before


def test_what_she_answers_after_she_is_done_changes_nothing():
    kari = complete({graded()[0].id: False})
    take_all()
    before = rows()

    answer(kari, graded()[0], right_answer(graded()[0]), at=BEGUN + timedelta(days=1))

    assert made_again() == before


def test_the_command_makes_them_again(capsys):
    complete()
    take_all()
    before = rows()
    QuestionStatistic.objects.all().delete()

    call_command("rebuild_figures")

    assert rows() == before
    assert "1 completions" in capsys.readouterr().out


def test_ten_times_as_many_take_no_more_questions(django_assert_max_num_queries):
    for _person in range(10):
        complete()
    assert LessonCompletion.objects.count() == 10
    statistics.held()

    with django_assert_max_num_queries(14):
        take_all()


def test_there_is_one_position():
    take_all()
    statistics.nightly()

    assert StatisticsPosition.objects.count() == 1
