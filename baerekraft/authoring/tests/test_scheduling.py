"""What Siri sets a time for happens at that time, also when something else goes wrong."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from baerekraft.accounts.models import Role
from baerekraft.authoring import scheduling, tasks
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import shelf
from baerekraft.config import chores
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[LessonPage]:
    return list(LessonPage.objects.filter(locale__language_code="nb").order_by("path")[:2])


def planned(page: LessonPage, *, user: Any = None, **fields: Any) -> Revision:
    """A version that was approved for a time which has come since."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision(user=user, clean=False)
    revision.publish()
    then = timezone.now() - timedelta(minutes=1)
    content = {**revision.content, "go_live_at": then.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=then, content=content)
    return revision


def booked() -> list[datetime]:
    rows = DBTaskResult.objects.filter(task_path=tasks.publish_due.module_path)
    return [row.run_after for row in rows.order_by("run_after")]


def test_each_time_that_is_set_books_one_task_and_waiting_books_none(lessons):
    page = lessons[0]
    page.go_live_at = timezone.now() + timedelta(days=2)
    before = len(booked())

    page.save_revision(clean=False).publish()

    assert len(booked()) == before + 1
    assert booked()[-1] == page.go_live_at


def test_a_lesson_is_published_at_its_time(lessons):
    page = lessons[0]
    planned(page, takeaway="Noe helt nytt.")
    place = (page.get_parent().slug, page.slug)
    assert shelf.now().lesson(*place).document.takeaway != "Noe helt nytt."

    tasks.publish_due.call()

    assert shelf.now().lesson(*place).document.takeaway == "Noe helt nytt."
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_a_worker_that_was_down_takes_up_what_was_due(lessons):
    planned(lessons[0], takeaway="Noe helt nytt.")
    before = len(booked())

    chores.ensure()

    assert len(booked()) == before + 1


def test_a_lesson_is_withdrawn_at_its_time(lessons):
    page = lessons[0]
    place = (page.get_parent().slug, page.slug)
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert page.expire_at in booked()

    scheduling.run(at=page.expire_at)

    assert shelf.now().lesson(*place) is None


def test_one_that_has_got_faults_stops_no_other_and_its_author_is_told(lessons):
    siri = editor.person("Siri", Role.EDITOR)
    bad, good = lessons
    revision = planned(bad, user=siri)
    content = {**Revision.objects.get(pk=revision.pk).content, "goals": "tre"}
    earlier = timezone.now() - timedelta(minutes=5)
    Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=earlier)
    planned(good, takeaway="Noe helt nytt.")
    before = shelf.now().lesson(bad.get_parent().slug, bad.slug).published

    scheduling.run(at=timezone.now())
    scheduling.run(at=timezone.now())

    assert shelf.now().lesson(good.get_parent().slug, good.slug).document.takeaway == "Noe helt nytt."
    assert shelf.now().lesson(bad.get_parent().slug, bad.slug).published == before
    letters = Outgoing.objects.to("siri@example.no")
    assert letters.count() == 1
    assert f"/redaksjon/pages/{bad.pk}/edit/" in letters[0].letter


def test_a_time_that_has_passed_is_told(client: Client, lessons):
    siri = editor.browser(client, editor.person("Siri", Role.APPROVER))

    page = editor.save(siri, lessons[0], "publish", go_live_at="2020-01-01 10:00")

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"go_live_at"}


def test_siri_finds_the_times_in_the_editor_and_no_word_of_privacy(client: Client, lessons):
    siri = editor.browser(client, editor.person("Siri", Role.APPROVER))

    html = siri.get(f"/redaksjon/pages/{lessons[0].pk}/edit/").content.decode()

    assert 'name="go_live_at"' in html
    assert "/privacy/" not in html
