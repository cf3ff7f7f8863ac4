"""Exercises on paper: every question of the course has something to answer, and an answer that says why."""

import pytest
from django.utils import translation

from baerekraft.catalog import shelf
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.exercises.ordering.exercise import Item, Ordering
from baerekraft.packages import questions

pytestmark = pytest.mark.django_db


def of_course(language: str = "nb") -> list[questions.Question]:
    with translation.override(language):
        return [
            question
            for entry in shelf.now(language).lessons
            for question in questions.questions(entry.document.exercises, {}).values()
        ]


def test_every_kind_can_be_put_on_paper():
    assert set(questions.MAKERS) == set(BY_NAME)
    used = {exercise.kind for entry in shelf.now().lessons for exercise in entry.document.exercises}
    assert used == set(BY_NAME)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_question_has_an_answer_with_a_reason(language):
    found = of_course(language)

    assert len(found) > 80
    for question in found:
        assert any(told.text for told in question.paper.answers), question.id
        assert question.paper.kind


def test_the_order_that_is_printed_is_not_the_right_one_and_the_answer_names_the_letters():
    exercise = Ordering(
        id="rekke",
        prompt="Sett i rekke",
        first="mest",
        last="minst",
        items=tuple(Item(text=text, feedback="Fordi.") for text in ("Betong", "Buss", "Brød")),
    )

    paper = questions.on_paper(exercise)

    printed = {choice.letter: choice.text for choice in paper.choices}
    assert list(printed.values()) != ["Betong", "Buss", "Brød"]
    told = [answer.lead.split(". ", 1)[1].split(": ") for answer in paper.answers]
    assert [text for _letter, text in told] == ["Betong", "Buss", "Brød"]
    assert all(printed[letter] == text for letter, text in told)


def test_the_pairs_that_are_printed_are_found_again_in_the_answer():
    for question in of_course():
        if not question.paper.others:
            continue
        lefts = {choice.letter: choice.text for choice in question.paper.choices}
        rights = {choice.letter: choice.text for choice in question.paper.others}
        for told in question.paper.answers:
            letter, rest = told.lead.split(" – ", 1)
            number, rest = rest.split(": ", 1)
            assert rest == f"{lefts[letter]} – {rights[number]}"


def test_a_book_promises_nothing_that_a_book_cannot_keep():
    for entry in shelf.now().lessons:
        for exercise in entry.document.exercises:
            if exercise.kind in ("poll", "pledge"):
                told = questions.on_paper(exercise).answers
                assert exercise.feedback not in [answer.text for answer in told]
