from datetime import datetime, timedelta

from django.tasks import task
from django.utils import timezone

from baerekraft.interop.xapi import pushing
from baerekraft.interop.xapi.models import Lrs
from baerekraft.mail import booking

# After everything that somebody waits for.
LAST = -10
EVERY = timedelta(minutes=1)
SOON = timedelta(seconds=1)


@task(priority=LAST)
def sweep() -> None:
    """Send what is new to every record store, and book the next sweep; soon where there is more already."""
    booking.cancel(sweep)
    now, again_in = timezone.now(), EVERY
    try:
        for lrs in Lrs.objects.awake(now):
            if pushing.push(lrs, at=now):
                again_in = SOON
    finally:
        ensure(again_in)


def ensure(again_in: timedelta = SOON) -> None:
    """Book a sweep if there is a store that is not paused: when a worker starts, and every night."""
    if Lrs.objects.filter(paused_at=None).exists():
        book(at=timezone.now() + again_in)


def book(*, at: datetime) -> None:
    booking.book(sweep, at=at)
