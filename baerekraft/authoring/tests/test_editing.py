"""What the editor does, seen from the learner's side."""

import pytest
from django.test import Client

from baerekraft.accounts.models import User
from baerekraft.authoring import compiling
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage
from baerekraft.catalog import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    """Siri's browser; she edits."""
    client.force_login(User.objects.create_superuser("siri@example.no", "et langt passord til prøven"))
    return client


def test_every_page_of_the_editor_that_siri_needs_opens(siri):
    lesson, course = LessonPage.objects.first(), CoursePage.objects.first()
    for path in (
        "/redaksjon/",
        "/redaksjon/pages/",
        f"/redaksjon/pages/{course.pk}/",
        f"/redaksjon/pages/{lesson.pk}/edit/",
        f"/redaksjon/pages/{lesson.pk}/history/",
        "/redaksjon/snippets/authoring/glossaryterm/",
    ):
        assert siri.get(path).status_code == 200, path


def test_the_preview_shows_the_lesson_in_a_frame_of_the_editor():
    lesson = LessonPage.objects.first()

    preview = lesson.make_preview_request()

    assert preview.status_code == 200
    assert lesson.title in preview.content.decode().replace("\u00ad", "")
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_a_term_explained_anew_is_explained_anew_to_learners():
    term = GlossaryTerm.objects.first()
    term.explanation = "En helt ny forklaring."
    term.save()

    assert "En helt ny forklaring." in {found.explanation for found in shelf.now().terms}


def test_a_lesson_moved_in_the_tree_moves_in_the_course():
    first, second = LessonPage.objects.order_by("path")[:2]

    second.move(first, pos="left")

    assert [entry.slug for entry in shelf.now().lessons[:2]] == [second.slug, first.slug]


def test_the_editors_own_marks_in_the_text_change_nothing():
    lesson = LessonPage.objects.first()
    before = compiling.lesson(lesson, part="del-1")
    raw = lesson.body.get_prep_value()
    for item in raw:
        if item["type"] == "text":
            item["value"]["body"] = item["value"]["body"].replace("<p>", '<p data-block-key="ab1c2">')
    lesson.body = lesson._meta.get_field("body").to_python(raw)

    assert compiling.lesson(lesson, part="del-1") == before
