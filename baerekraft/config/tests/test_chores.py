from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.config import chores
from baerekraft.credentials.badges.models import BadgeKey

pytestmark = pytest.mark.django_db


def test_the_night_is_booked_once():
    DBTaskResult.objects.all().delete()

    chores.ensure()
    chores.ensure()

    [night] = DBTaskResult.objects.filter(task_path=chores.nightly.module_path)
    assert timezone.localtime(night.run_after).hour == chores.HOUR


def test_the_night_books_the_next_one():
    DBTaskResult.objects.all().delete()

    chores.nightly.call()

    assert DBTaskResult.objects.filter(task_path=chores.nightly.module_path).count() == 1


def test_a_night_that_goes_wrong_is_followed_by_another(monkeypatch):
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(chores.pledges, "ask", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        chores.nightly.call()

    assert DBTaskResult.objects.filter(task_path=chores.nightly.module_path).count() == 1


@pytest.mark.parametrize(("hour", "days"), [(1, 0), (4, 1), (3, 1)])
def test_the_next_night_is_the_nearest_three_o_clock(hour, days):
    now = timezone.make_aware(datetime(2026, 11, 22, hour))

    assert chores.next_night(now).date() == (now + timedelta(days=days)).date()


def test_a_task_whose_worker_was_killed_runs_again():
    DBTaskResult.objects.all().delete()
    chores.nightly.enqueue()
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(hours=1))

    assert chores.take_up(at=timezone.now()) == 1
    assert DBTaskResult.objects.ready().count() == 1


def test_the_key_that_badges_are_signed_with_is_there_from_the_first_start():
    assert not BadgeKey.objects.exists()

    chores.ensure()
    chores.ensure()

    assert BadgeKey.objects.count() == 1
