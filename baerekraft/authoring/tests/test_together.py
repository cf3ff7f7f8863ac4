"""Two write on the same page, or the network is gone: nobody's text disappears, and nobody publishes another's unseen."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from baerekraft.accounts.models import Role
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> LessonPage:
    page = LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()
    page.save_revision()
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def siri() -> Client:
    return editor.browser(Client(), editor.person("Siri", Role.APPROVER))


@pytest.fixture
def ola() -> Client:
    return editor.browser(Client(), editor.person("Ola", Role.APPROVER))


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_second_is_told_and_both_texts_are_kept(lesson, siri, ola):
    editor.save(siri, lesson, takeaway="Det Siri skrev.")
    answer = editor.save(ola, lesson, takeaway="Det Ola skrev.")

    assert "Siri" in told(answer)
    assert "/revisions/compare/" in told(answer)
    texts = [revision.as_object().takeaway for revision in lesson.revisions.order_by("-created_at")[:2]]
    assert texts == ["Det Ola skrev.", "Det Siri skrev."]


def test_ola_does_not_publish_over_what_siri_saved_meanwhile(lesson, siri, ola):
    before = shelf.now().lessons[0].published
    editor.save(siri, lesson, takeaway="Det Siri skrev.")

    answer = editor.save(ola, lesson, "publish", takeaway="Det Ola skrev.")

    assert "Siri" in told(answer)
    assert shelf.now().lessons[0].published == before
    assert editor.latest(lesson).takeaway == "Det Ola skrev."


def test_the_autosave_does_not_write_over_another(lesson, siri, ola):
    editor.autosave(siri, lesson, takeaway="Det Siri skrev.")

    answer = editor.autosave(ola, lesson, takeaway="Det Ola skrev.").json()

    assert (answer["success"], answer["error_code"]) == (False, "invalid_revision")
    assert editor.latest(lesson).takeaway == "Det Siri skrev."


def test_an_autosave_that_never_arrived_is_sent_again(lesson, siri):
    first = editor.autosave(siri, lesson, takeaway="Halvveis").json()
    mine = {"overwrite_revision_id": first["revision_id"]}
    count = lesson.revisions.count()

    # The first try is lost on its way; the second arrives, and then once more.
    for _try in range(2):
        again = editor.autosave(siri, lesson, takeaway="Helt ferdig", **mine).json()
        assert again["success"]

    assert lesson.revisions.count() == count
    assert editor.latest(lesson).takeaway == "Helt ferdig"


def test_siri_alone_hears_of_nobody(lesson, siri):
    assert "Siri" not in told(editor.save(siri, lesson, takeaway="Det Siri skrev."))


def test_siri_publishes_over_her_own_autosave(lesson, siri):
    """The browser says which version it has saved by itself; `saving.js` puts it in what is sent."""
    saved = editor.autosave(siri, lesson, takeaway="Det Siri skrev først.").json()

    own = {"autosaved_revision_id": saved["revision_id"]}
    editor.save(siri, lesson, "publish", takeaway="Det Siri skrev sist.", **own)

    assert shelf.now().lessons[0].document.takeaway == "Det Siri skrev sist."


def test_ola_is_told_also_when_he_has_autosaved_before_siri(lesson, siri, ola):
    before = shelf.now().lessons[0].published
    mine = editor.autosave(ola, lesson, takeaway="Det Ola skrev.").json()
    editor.save(siri, LessonPage.objects.get(pk=lesson.pk), takeaway="Det Siri skrev.")

    own = {"autosaved_revision_id": mine["revision_id"]}
    answer = editor.save(ola, lesson, "publish", takeaway="Det Ola skrev sist.", **own)

    assert "Siri" in told(answer)
    assert shelf.now().lessons[0].published == before
