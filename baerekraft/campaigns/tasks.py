from datetime import datetime

from django.tasks import task
from django.utils import timezone

from baerekraft.campaigns import ending, rounds
from baerekraft.mail import booking

# After everything that somebody waits for.
LAST = -10


@task(priority=LAST)
def look() -> int:
    """Post what is due, and book the next look; booked twice, nothing goes out twice."""
    now = timezone.now()
    booking.cancel(look)
    try:
        ending.end_past(at=now)
        ending.take_back_rest(at=now)
        rounds.note_done(at=now)
        return rounds.post_due(at=now)
    finally:
        ensure()


def ensure() -> None:
    """Book a look if any campaign goes on: when a worker starts, and every night."""
    again_at = rounds.next_look(at=timezone.now())
    if again_at:
        book(at=again_at)


def book(*, at: datetime) -> None:
    booking.book(look, at=at)
