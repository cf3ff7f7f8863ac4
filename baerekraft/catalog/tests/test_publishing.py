import pytest
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import Edition, PublishedLesson

pytestmark = pytest.mark.django_db


def test_publishing_the_same_again_is_the_same_version(first_lesson):
    edition = Edition.objects.get().number

    again = publishing.lesson(first_lesson.document, at=timezone.now())

    assert again.pk == first_lesson.published
    assert Edition.objects.get().number == edition


def test_a_change_is_a_new_version_and_the_old_one_stays(first_lesson):
    new = publishing.lesson(first_lesson.document.model_copy(update={"takeaway": "Nytt."}), at=timezone.now())
    shelf.forget()

    assert new.version == first_lesson.version + 1
    assert shelf.now().lessons[0].published == new.pk
    assert PublishedLesson.objects.get(pk=first_lesson.published).document == first_lesson.document


def test_a_withdrawn_lesson_can_be_published_again(first_lesson):
    publishing.withdraw(PublishedLesson.objects.filter(pk=first_lesson.published), at=timezone.now())
    shelf.forget()
    assert shelf.now().lesson(first_lesson.part, first_lesson.slug) is None

    publishing.lesson(first_lesson.document, at=timezone.now())
    shelf.forget()
    assert shelf.now().lesson(first_lesson.part, first_lesson.slug) is not None


def test_the_shelf_asks_nothing_when_it_has_just_looked(django_assert_num_queries):
    shelf.now()

    with django_assert_num_queries(0):
        shelf.now()
