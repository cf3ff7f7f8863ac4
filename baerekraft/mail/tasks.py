from datetime import datetime, timedelta

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from baerekraft.mail import booking, bounce_box, deliveries, rounds

# A code to sign in with is waited for; the index of what was just published is not.
FIRST = 10
# After everything that somebody waits for.
LAST = -10
READ_EVERY = timedelta(minutes=10)


@task(priority=FIRST)
def deliver(pk: int) -> None:
    """Deliver a message of the queue, or come back later."""
    again_at = deliveries.attempt(pk, at=timezone.now())
    if again_at:
        deliver.using(run_after=again_at).enqueue(pk)


@task(priority=LAST)
def deliver_in_turn() -> None:
    """Send what has its turn, and book the next round; one booking serves all that waits."""
    booking.cancel(deliver_in_turn)
    again_at: datetime | None = timezone.now() + rounds.PAUSE
    try:
        again_at = rounds.deliver(at=timezone.now())
    finally:
        if again_at:
            booking.book(deliver_in_turn, at=again_at)


@task(priority=LAST)
def read_bounces() -> int:
    """Read what came back, and look again in a while."""
    booking.cancel(read_bounces)
    try:
        return bounce_box.read(settings.MAIL_BOUNCES, at=timezone.now()) if settings.MAIL_BOUNCES else 0
    finally:
        if settings.MAIL_BOUNCES:
            booking.book(read_bounces, at=timezone.now() + READ_EVERY)


def resume() -> int:
    """Take up what a killed worker left behind: call when a worker starts, and every night. Returns how many."""
    if rounds.waits():
        booking.book(deliver_in_turn, at=timezone.now())
    if settings.MAIL_BOUNCES:
        booking.book(read_bounces, at=timezone.now())
    overdue = deliveries.overdue(at=timezone.now())
    for pk in overdue:
        deliver.enqueue(pk)
    return len(overdue)
