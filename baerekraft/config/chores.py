"""The schedule: what is done every night, once, whichever worker gets to it."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.assessments import retention
from baerekraft.assessments import tasks as assessments
from baerekraft.authoring import tasks as authoring
from baerekraft.campaigns import leaving
from baerekraft.campaigns import tasks as campaigns
from baerekraft.campaigns.models import PeopleFile
from baerekraft.credentials.badges import keys as badge_keys
from baerekraft.delivery import tasks as delivery
from baerekraft.importing import models as importing
from baerekraft.insight import name_files
from baerekraft.interop.lti import logins as launches
from baerekraft.interop.webhooks import delivering as webhook_deliveries
from baerekraft.interop.webhooks import tasks as webhooks
from baerekraft.interop.xapi import tasks as statements
from baerekraft.learners import erasure, throttle
from baerekraft.learners.tasks import mail_proofs
from baerekraft.mail import deliveries
from baerekraft.mail import tasks as mail
from baerekraft.municipalities import succeeding
from baerekraft.player import pledges
from baerekraft.quality import tasks as quality
from baerekraft.records import elsewhere
from baerekraft.records.models import ResultsFile
from baerekraft.reports import tasks as reports

HOUR = 3
PATIENCE = timedelta(minutes=30)
# Any number will do, as long as nothing else here locks the same.
NUMBER = 2_030_03


@task
def nightly() -> None:
    """Erase what has lived its time, ask about pledges, book what goes by mail, sweep, and book the next night."""
    now = timezone.now()
    try:
        erasure.erase_idle(at=now)
        pledges.ask(at=now)
        delivery.book(at=now)
        assessments.book(at=now)
        retention.delete_idle(at=now)
        succeeding.apply(at=now)
        leaving.delete_old(at=now)
        throttle.sweep()
        importing.sweep(at=now)
        PeopleFile.sweep(at=now)
        name_files.sweep(at=now)
        launches.sweep(at=now)
        ResultsFile.sweep(at=now)
        elsewhere.forget_old(at=now)
        mail.resume()
        campaigns.ensure()
        authoring.publish_due.enqueue()
        quality.nightly.enqueue()
        reports.prepare.enqueue()
        deliveries.forget(at=now)
        webhook_deliveries.forget(at=now)
        webhooks.ensure()
        statements.ensure()
        DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=14)).delete()
    finally:
        book(after=now)


def next_night(after: datetime) -> datetime:
    local = timezone.localtime(after)
    tonight = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > local else tonight + timedelta(days=1)


@transaction.atomic
def book(*, after: datetime) -> None:
    """Book the next night, unless somebody has: workers start, and finish a night, at the same time."""
    if connection.vendor == "postgresql":  # SQLite lets one in at a time as it is
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBER])
    if not DBTaskResult.objects.filter(task_path=nightly.module_path, status=TaskResultStatus.READY).exists():
        nightly.using(run_after=next_night(after)).enqueue()


def ensure() -> None:
    """When a worker starts: take up what a killed one left behind, and book the next night unless it is booked."""
    badge_keys.current()  # made at the first start, so that it is in the first backup
    take_up(at=timezone.now())
    mail.resume()
    campaigns.ensure()
    webhooks.ensure()
    statements.ensure()
    mail_proofs.enqueue()
    authoring.publish_due.enqueue()
    book(after=timezone.now())


def take_up(*, at: datetime) -> int:
    """Put back tasks whose worker is gone; every task of ours may run twice. Returns how many.

    On SQLite there is one worker, so whatever is running when it starts was left by the one before.
    """
    left = DBTaskResult.objects.running()
    if connection.vendor != "sqlite":
        left = left.filter(started_at__lt=at - PATIENCE)
    return left.update(status=TaskResultStatus.READY, started_at=None)
