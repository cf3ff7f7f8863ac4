import pytest
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.delivery import questions
from baerekraft.delivery.tests.factories import make_review, now_published, offered

pytestmark = pytest.mark.django_db


def test_everything_that_fits_one_tap_is_asked_and_nothing_else():
    kinds = {entry.document.exercise(question.exercise).kind for entry, question in offered()}

    assert kinds == {"single_choice", "fact_or_myth"}
    assert all(sum(choice.right for choice in question.choices) == 1 for _entry, question in offered())


def test_each_statement_is_a_question_of_its_own():
    exercise = next(
        e for entry in now_published().lessons for e in entry.document.exercises if e.kind == "fact_or_myth"
    )

    found = list(questions.within([exercise]))

    assert [question.prompt for question in found] == [statement.text for statement in exercise.statements]
    assert len({question.statement for question in found}) == len(found)


def test_a_question_is_shown_as_it_was_asked_though_the_lesson_has_a_new_version():
    review = make_review()
    before = questions.asked(review)
    document = review.published.document

    publishing.lesson(document.model_copy(update={"takeaway": "Nytt."}), at=timezone.now())
    shelf.forget()

    assert questions.asked(review) == before
    assert questions.home(review, language="nb").slug == document.slug


def test_a_question_whose_lesson_is_withdrawn_has_no_home():
    review = make_review()
    publishing.withdraw(PublishedLesson.objects.filter(pk=review.published_id), at=timezone.now())
    shelf.forget()

    assert questions.home(review, language="nb") is None
