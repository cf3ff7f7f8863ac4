"""Nothing that learners have answered in can be deleted; it can be withdrawn, and comes back with its translations."""

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from baerekraft.accounts.models import Role
from baerekraft.authoring.guarding import HasRecords
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    return editor.browser(client, editor.person("Siri", Role.APPROVER))


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def test_a_lesson_with_answers_is_kept_and_withdrawal_is_offered(siri, lesson, first_lesson):
    make_response(make_learner("Kari"), first_lesson, first_lesson.document.exercises[0])

    page = siri.get(f"/redaksjon/pages/{lesson.pk}/delete/", follow=True)
    gone = siri.post(f"/redaksjon/pages/{lesson.pk}/delete/", follow=True)
    bulk = siri.post(f"/redaksjon/bulk/wagtailcore/page/delete/?id={lesson.pk}", follow=True)

    for answer in (page, gone, bulk):
        assert f"/redaksjon/pages/{lesson.pk}/unpublish/" in answer.content.decode()
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_neither_the_part_nor_the_course_around_it_can_be_deleted(lesson, first_lesson):
    make_response(make_learner("Kari"), first_lesson, first_lesson.document.exercises[0])

    for page in (lesson.get_parent(), lesson.get_parent().get_parent()):
        with pytest.raises(HasRecords), transaction.atomic():
            page.specific.delete()

    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_an_original_that_is_deleted_takes_its_translations_away_from_readers(lesson):
    key, slug = lesson.translation_key, lesson.slug
    assert LessonPage.objects.filter(translation_key=key, live=True).count() == 3

    Page.objects.get(pk=lesson.pk).delete()

    assert not LessonPage.objects.filter(translation_key=key, live=True).exists()
    assert not PublishedLesson.objects.filter(lesson__slug=slug, withdrawn_at=None).exists()


def test_a_withdrawn_original_hides_its_translations_until_it_is_back(client, lesson):
    part, slug = lesson.get_parent().slug, lesson.slug
    assert client.get(f"/nn/kurs/{part}/{slug}/").status_code == 200

    lesson.unpublish()
    assert client.get(f"/nn/kurs/{part}/{slug}/").status_code == 410

    LessonPage.objects.get(pk=lesson.pk).save_revision().publish()
    assert client.get(f"/nn/kurs/{part}/{slug}/").status_code == 200
    assert shelf.now("nn").lesson(part, slug).language == "nn"
