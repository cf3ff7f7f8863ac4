"""Siri comments on a lesson, and Astrid, who follows it, hears of it through our queue."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Comment, PageSubscription
from wagtail.users.models import UserProfile

from baerekraft.accounts.models import Role, User
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> User:
    return editor.person("Siri", Role.EDITOR)


@pytest.fixture
def astrid(lesson: LessonPage) -> User:
    found = editor.person("Astrid", Role.APPROVER)
    PageSubscription.objects.create(user=found, page=lesson, comment_notifications=True)
    return found


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def comments(lesson: LessonPage, **first: Any) -> dict[str, Any]:
    """The form's part about comments, with one in it."""
    block = lesson.body.get_prep_value()[0]["id"]
    there = "id" in first
    fields = {"text": "", "contentpath": f"body.{block}.heading", "position": "", "id": "", "DELETE": ""}
    one = {**fields, "resolved": "", **first}
    replies = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": int(there),
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        **{f"comments-0-{name}": value for name, value in one.items()},
        **{f"comments-0-replies-{name}": value for name, value in replies.items()},
    }


def only_letter() -> Letter:
    [row] = Outgoing.objects.to("astrid@example.no")
    return Letter.model_validate_json(row.letter)


def test_astrid_hears_of_a_comment_and_no_mail_goes_while_siri_waits(lesson, siri, astrid):
    editor.save(editor.browser(Client(), siri), lesson, **comments(lesson, text="Er dette <riktig>?"))

    letter = only_letter()
    assert "Er dette <riktig>?" in letter.text
    assert "Siri" in letter.text
    assert f"/redaksjon/pages/{lesson.pk}/edit/" in letter.text
    assert "&lt;riktig&gt;" in letter.html
    assert not Outgoing.objects.to("siri@example.no").exists()
    assert mail.outbox == []


def test_astrid_hears_that_her_comment_is_resolved(lesson, siri, astrid):
    hers = editor.browser(Client(), astrid)
    editor.save(hers, lesson, **comments(lesson, text="Er dette riktig?"))
    comment = Comment.objects.get()
    page = LessonPage.objects.get(pk=lesson.pk)

    editor.save(
        editor.browser(Client(), siri),
        page,
        **comments(page, id=comment.pk, text=comment.text, resolved="on"),
    )

    assert comment.text in only_letter().text


def test_whoever_wants_no_such_mail_gets_none(lesson, siri, astrid):
    UserProfile.get_for_user(astrid)
    UserProfile.objects.filter(user=astrid).update(updated_comments_notifications=False)

    editor.save(editor.browser(Client(), siri), lesson, **comments(lesson, text="Er dette riktig?"))

    assert Comment.objects.count() == 1
    assert not Outgoing.objects.exists()
