"""Two workers at once, as on PostgreSQL; on SQLite there is one, and they take turns."""

import threading
from datetime import datetime

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.campaigns import sending
from baerekraft.campaigns.models import Campaign, Recipient, Sending
from baerekraft.campaigns.tests.factories import make_campaign
from baerekraft.mail import rounds
from baerekraft.mail.models import Outgoing, Turn

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer, and one worker"
)
PEOPLE = 60


def both(work) -> None:
    """Let two workers do it at the same moment."""
    ready, faults = threading.Barrier(2), []

    def worker() -> None:
        try:
            ready.wait()
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    [each.start() for each in workers]
    [each.join() for each in workers]
    assert faults == []


def make_going(at: datetime):
    campaign = make_campaign(plan="at-once", ends_on=None)
    rows = [
        Recipient(email=f"kari{number}@baerum.example.no", name=f"Kari{number}") for number in range(PEOPLE)
    ]
    sending.add(campaign, rows, at=at)
    sending.start(campaign, at=at)
    campaign.recipients.update(next_at=at)
    return campaign


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """What the workers see of each other is committed; afterwards it is taken away again."""
    with django_db_blocker.unblock():
        yield
        for model in (Campaign, Outgoing, Turn, DBTaskResult):
            model.objects.all().delete()


@needs_postgresql
@pytest.mark.usefixtures("committed")
def test_nobody_gets_anything_twice(postbox, settings):
    settings.MAIL_PER_MINUTE = 10_000
    now = timezone.now()
    make_going(now)

    both(lambda: sending.post_due(at=now))
    assert Sending.objects.count() == Outgoing.objects.count() == PEOPLE

    later = timezone.now()
    both(lambda: rounds.deliver(at=later))
    rounds.deliver(at=later)
    assert sorted(letter["To"] for letter in postbox.letters()) == sorted(
        Recipient.objects.values_list("email", flat=True)
    )


@needs_postgresql
@pytest.mark.usefixtures("committed")
def test_a_campaign_that_is_ended_while_a_worker_posts_leaves_nothing_in_the_queue():
    now = timezone.now()
    campaign = make_going(now)
    turn = iter([lambda: sending.post_due(at=now), lambda: sending.end(campaign, at=now)])
    lock = threading.Lock()

    def work() -> None:
        with lock:
            mine = next(turn)
        mine()

    both(work)

    assert not Outgoing.objects.waiting().exists()
    assert not Sending.objects.exists()
