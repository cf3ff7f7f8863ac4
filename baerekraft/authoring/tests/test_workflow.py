"""Siri writes and sends in; Astrid, who is fagansvarlig, publishes or sends back with a comment. Both hear of it by mail."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, Workflow, WorkflowState

from baerekraft.accounts.models import Role, User
from baerekraft.authoring import workflow
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import shelf
from baerekraft.mail import deliveries
from baerekraft.mail.models import Outgoing
from baerekraft.mail.tests import postbox as postboxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> User:
    return editor.person("Siri", Role.EDITOR)


@pytest.fixture
def astrid() -> User:
    return editor.person("Astrid", Role.APPROVER)


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def letters(settings: Any) -> list[EmailMessage]:
    """What a real mail server gets."""
    with postboxes.opened() as postbox:
        settings.MAILERS = postbox.mailers()
        for row in Outgoing.objects.waiting():
            deliveries.attempt(row.pk, at=timezone.now())
        return postbox.letters()


def submitted(lesson: LessonPage, siri: User, **changes: Any) -> LessonPage:
    editor.save(editor.browser(Client(), siri), lesson, "submit", **{"takeaway": "Noe helt nytt.", **changes})
    return LessonPage.objects.get(pk=lesson.pk)


def act(who: User, lesson: LessonPage, what: str, comment: str = "") -> Any:
    state = lesson.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, what, state.pk])
    return editor.browser(Client(), who).post(address, {"comment": comment})


def test_every_page_of_the_course_has_the_review_and_seeding_leaves_what_the_county_changed(lesson):
    assert lesson.get_workflow().name == workflow.NAME

    Workflow.objects.filter(name=workflow.NAME).update(name="Vår egen")
    workflow.ensure()

    assert lesson.get_workflow().name == "Vår egen"
    assert not Workflow.objects.filter(name=workflow.NAME).exists()


def test_siri_cannot_publish_herself(lesson, siri):
    before = shelf.now().lessons[0].published

    editor.save(editor.browser(Client(), siri), lesson, "publish", takeaway="Noe helt nytt.")

    assert shelf.now().lessons[0].published == before
    assert editor.latest(lesson).takeaway == "Noe helt nytt."


def test_astrid_is_asked_by_mail_and_publishes(lesson, siri, astrid, settings):
    page = submitted(lesson, siri)
    asked = letters(settings)
    assert [letter["To"] for letter in asked] == ["astrid@example.no"]
    assert f"/redaksjon/pages/{lesson.pk}/edit/" in asked[0].get_body(("plain",)).get_content()

    act(astrid, page, "approve")

    assert shelf.now().lessons[0].document.takeaway == "Noe helt nytt."
    assert [letter["To"] for letter in letters(settings)] == ["siri@example.no"]


def test_astrid_sends_it_back_with_a_comment(lesson, siri, astrid, settings):
    page = submitted(lesson, siri)
    letters(settings)

    act(astrid, page, "reject", "Hvor er tallet fra?")

    [letter] = letters(settings)
    assert letter["To"] == "siri@example.no"
    assert "Hvor er tallet fra?" in letter.get_body(("plain",)).get_content()
    assert shelf.now().lessons[0].document.takeaway != "Noe helt nytt."


def test_what_has_got_faults_after_it_was_sent_in_is_not_approved(lesson, siri, astrid):
    page = submitted(lesson, siri)
    page = page.get_latest_revision_as_object()
    page.goals = "tre"
    page.save_revision(clean=False)
    fresh = LessonPage.objects.get(pk=lesson.pk)

    answer = act(astrid, fresh, "approve")

    assert answer["Location"] == f"/redaksjon/pages/{lesson.pk}/edit/"
    assert shelf.now().lessons[0].document.takeaway != "Noe helt nytt."
    assert WorkflowState.objects.get(base_content_type__model="page").status == "in_progress"


def test_a_draft_with_faults_is_not_sent_in_and_nothing_of_it_is_lost(lesson, siri):
    page = editor.save(editor.browser(Client(), siri), lesson, "submit", goals="tre", takeaway="Noe nytt.")

    assert page.status_code == 200
    assert page.context["form"]["takeaway"].value() == "Noe nytt."
    assert LessonPage.objects.get(pk=lesson.pk).current_workflow_state is None


def test_a_page_that_astrid_has_locked_is_not_saved_by_siri(lesson, siri, astrid):
    editor.browser(Client(), astrid).post(f"/redaksjon/pages/{lesson.pk}/lock/")
    assert Page.objects.get(pk=lesson.pk).locked

    editor.save(editor.browser(Client(), siri), lesson, takeaway="Noe helt nytt.")
    assert editor.latest(lesson).takeaway != "Noe helt nytt."

    editor.browser(Client(), astrid).post(f"/redaksjon/pages/{lesson.pk}/unlock/")
    editor.save(editor.browser(Client(), siri), lesson, takeaway="Noe helt nytt.")
    assert editor.latest(lesson).takeaway == "Noe helt nytt."


def test_a_comment_stands_at_the_block_it_is_about(lesson, astrid):
    block = lesson.body.get_prep_value()[0]["id"]
    comment = {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        "comments-0-text": "Er dette riktig?",
        "comments-0-contentpath": f"body.{block}.heading",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
        "comments-0-replies-MIN_NUM_FORMS": 0,
        "comments-0-replies-MAX_NUM_FORMS": "",
    }

    editor.save(editor.browser(Client(), astrid), lesson, **comment)

    kept = Comment.objects.get(page=lesson)
    assert (kept.text, kept.contentpath, kept.user) == ("Er dette riktig?", f"body.{block}.heading", astrid)
    assert (
        "Er dette riktig?"
        in editor.browser(Client(), astrid).get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()
    )


def test_two_versions_are_compared_and_the_old_one_is_brought_back(lesson, astrid):
    browser = editor.browser(Client(), astrid)
    old = lesson.save_revision()
    old.publish()
    editor.save(
        browser, editor.latest(lesson), "publish", **{"body-0-value-heading": "En helt ny overskrift"}
    )
    newest = LessonPage.objects.get(pk=lesson.pk).latest_revision

    compared = browser.get(f"/redaksjon/pages/{lesson.pk}/revisions/compare/{old.pk}...{newest.pk}/")
    assert "En helt ny" in compared.content.decode()
    history = browser.get(f"/redaksjon/pages/{lesson.pk}/history/").content.decode()
    assert "Astrid" in history
    assert browser.get(f"/redaksjon/pages/{lesson.pk}/revisions/{old.pk}/revert/").status_code == 200

    data = {**editor.form(LessonPage.objects.get(pk=lesson.pk)), **editor.form(old.as_object())}
    data |= {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()}
    browser.post(f"/redaksjon/pages/{lesson.pk}/edit/", {**data, "revision": old.pk, "action-publish": "1"})

    assert shelf.now().lessons[0].document.body[0].heading == old.as_object().body[0].value["heading"]
