"""Siri sees which questions are too hard or too easy, when enough have answered."""

import pytest

from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf
from baerekraft.quality import questions, results
from baerekraft.records import totals

pytestmark = pytest.mark.django_db


def answered(
    exercise: str, *, right: int, wrong: int, day: str = "2026-05-04", municipality: int = 0
) -> None:
    """So many have answered on a day."""
    cell = totals.Cell(day, municipality, shelf.now().lessons[0].lesson, f"response:{exercise}")
    totals.add(cell, count=right + wrong, score=float(right))


@pytest.fixture
def published():
    return results.newest_published(page())


def page() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


@pytest.fixture
def graded(published) -> list[str]:
    return [exercise.id for exercise in published.document.exercises if exercise.graded]


def test_the_hardest_question_comes_first(published, graded):
    answered(graded[0], right=38, wrong=2)
    answered(graded[1], right=6, wrong=24)

    hard, easy = questions.of(published)

    assert (hard.right, hard.answers, hard.is_hard) == (20, 30, True)
    assert (easy.right, easy.answers, easy.is_easy) == (95, 40, True)


def test_days_and_municipalities_are_one(published, graded):
    answered(graded[0], right=5, wrong=5, municipality=1)
    answered(graded[0], right=5, wrong=5, municipality=2, day="2026-05-05")

    assert [(question.answers, question.right) for question in questions.of(published)] == [(20, 50)]


def test_nineteen_answers_tell_nothing(published, graded):
    answered(graded[0], right=19, wrong=0)

    assert questions.of(published) == []


def test_what_has_no_right_answer_is_not_a_question(published):
    for exercise in published.document.exercises:
        if not exercise.graded:
            answered(exercise.id, right=0, wrong=50)

    assert questions.of(published) == []


def test_one_answer_more_is_not_seen(published, graded):
    """Otherwise the board of today beside yesterday's would tell what somebody answered."""
    answered(graded[0], right=22, wrong=18)
    before = questions.of(published)[0].right
    answered(graded[0], right=1, wrong=0)

    assert questions.of(published)[0].right == before


def test_a_lesson_that_is_not_published_has_none():
    assert questions.of(None) == []


def test_the_board_tells_what_was_found_in_the_night(graded):
    answered(graded[0], right=6, wrong=24)

    row = results.measure(page())

    assert [question["right"] for question in row.questions] == [20]
