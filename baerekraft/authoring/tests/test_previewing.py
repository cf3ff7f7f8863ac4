"""The preview shows what learners would meet, exercises and all, and keeps nothing of what is tried in it."""

import pytest
from django.test import Client

from baerekraft.accounts.models import Role
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.authoring.tests import editor
from baerekraft.records.models import Attempt
from baerekraft.records.tests.factories import right_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    return editor.browser(client, editor.person("Siri", Role.EDITOR))


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def preview(siri: Client, page, **changes):
    address = f"/redaksjon/pages/{page.pk}/edit/preview/"
    assert siri.post(address, editor.form(page, **changes)).json() == {"is_valid": True, "is_available": True}
    return siri.get(address)


def test_siri_sees_what_she_is_writing_before_it_is_saved(siri, lesson):
    shown = preview(siri, lesson, takeaway="Noe helt nytt.")

    assert "Noe helt nytt." in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "unsafe-inline" not in shown["Content-Security-Policy"]


def test_an_exercise_in_the_preview_gives_feedback_and_records_nothing(siri, lesson, first_lesson):
    html = preview(siri, lesson).content.decode()
    exercise = first_lesson.document.exercises[0]
    address = f"/redaksjon/pages/{lesson.pk}/preview/{exercise.id}/"
    assert f'action="{address}"' in html

    answer = right_answer(exercise)
    shown = siri.post(address, {"version": "0", **answer})
    empty = siri.post(address, {"version": "0"})

    assert "data-answered" in shown.content.decode()
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert 'role="alert"' in empty.content.decode()
    assert not Attempt.objects.exists()


def test_a_draft_with_faults_shows_them_in_plain_words(siri, lesson):
    html = preview(siri, lesson, goals="tre", **{"body-0-value-heading": ""}).content.decode()

    assert html.count("<li><b>") == 2


@pytest.mark.parametrize(
    ("kind", "field"), [(PartPage, "lead"), (CoursePage, "lead")], ids=["part", "course"]
)
def test_parts_and_courses_are_seen_before_they_are_published(siri, kind, field):
    page = kind.objects.filter(locale__language_code="nb").first()

    assert "Noe helt nytt." in preview(siri, page, **{field: "Noe helt nytt."}).content.decode()


def test_a_preview_of_a_translation_is_in_its_language(siri):
    page = LessonPage.objects.filter(locale__language_code="nn").order_by("path").first()

    assert '<html lang="nn"' in page.make_preview_request().content.decode()


def test_the_preview_is_shown_on_a_phone_and_on_a_computer(siri, lesson):
    html = siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()

    assert 'data-device-width="375"' in html
    assert 'data-device-width="1280"' in html
