"""What the editor does, seen from the learner's side."""

import pytest
from django.test import Client

from baerekraft.accounts.models import User
from baerekraft.accounts.tests.factories import sign_in
from baerekraft.authoring import compiling, drafting
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage
from baerekraft.catalog import shelf
from baerekraft.catalog.document import ExerciseBlock
from baerekraft.player.samples import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    """Siri's browser; she edits."""
    sign_in(client, User.objects.create_superuser("siri@example.no", "et langt passord til prøven"))
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


def test_every_kind_of_exercise_survives_the_draft_and_the_editors_blocks(first_lesson):
    """Also what is optional: a choice in a dilemma that leads nowhere leads nowhere still."""
    exercises = [e.model_copy(update={"sources": ()}) for e in samples().exercises.values()]
    blocks = tuple(ExerciseBlock(exercise=exercise) for exercise in exercises)
    body = (*(b for b in first_lesson.document.body if b.type != "exercise"), *blocks)
    document = first_lesson.document.model_copy(update={"body": body})
    page = LessonPage()
    drafting.fill(page, document)

    assert compiling.lesson(page, part="del-1").exercises == document.exercises
    for child in page.body:
        assert child.value is not None  # read through the blocks, as the editor does
    assert compiling.lesson(page, part="del-1").exercises == document.exercises


@pytest.mark.parametrize("path", ["jsi18n/", "localize/jsi18n/"])
def test_the_editors_scripts_speak_norwegian_and_are_sent_no_more_than_they_say(siri, path):
    told = siri.get(f"/redaksjon/{path}").content.decode()

    assert "Fold sammen alle" in told
    assert len(told) < 15_000
