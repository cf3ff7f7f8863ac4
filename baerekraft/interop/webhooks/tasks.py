from datetime import datetime

from django.tasks import task
from django.utils import timezone

from baerekraft.interop.webhooks import delivering
from baerekraft.mail import booking

# After everything that somebody waits for.
LAST = -10


@task(priority=LAST)
def deliver() -> None:
    """Tell what is due, and book the next round."""
    booking.cancel(deliver)
    try:
        delivering.deliver(at=timezone.now())
    finally:
        ensure()


def ensure() -> None:
    """Book a round if anything waits: when a worker starts, and every night."""
    again_at = delivering.next_round()
    if again_at:
        book(at=again_at)


def book(*, at: datetime) -> None:
    booking.book(deliver, at=at)
