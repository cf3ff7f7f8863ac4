"""The queue of mail: attempt(), overdue(), withdraw(), forget().

A message is sent once. One window cannot be closed: when the process dies, or the connection breaks, after the server
took the message and before its yes was written down, nobody on this side can know. We then send again, because a lost
certificate is worse than two; both carry the same Message-ID, by which most receivers show them as one.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import F

from baerekraft.mail import sending
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing
from baerekraft.mail.sending import MailNotSent

# How long to wait after each refusal: eight tries in a day.
WAITS = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=7),
    timedelta(hours=13),
]
TRIES = len(WAITS) + 1
# How long one try may take; afterwards whoever had it is taken for dead.
LEASE = timedelta(minutes=10)
# How late a message may be before its task is taken for lost.
GRACE = timedelta(minutes=15)
# How long a key is remembered after the message is done.
MEMORY = timedelta(days=90)

logger = logging.getLogger(__name__)


def attempt(pk: int, *, at: datetime) -> datetime | None:
    """Try once. Returns when to try again, None when it is done; raises MailNotSent when it is given up."""
    if not Outgoing.objects.free(at).filter(pk=pk).update(busy_until=at + LEASE, tries=F("tries") + 1):
        # Done, withdrawn, or in another worker's hands, which may yet die.
        return Outgoing.objects.waiting().filter(pk=pk).values_list("busy_until", flat=True).first()
    outgoing = Outgoing.objects.get(pk=pk)
    try:
        sending.send(Letter.model_validate_json(outgoing.letter).as_email())
    except MailNotSent as refusal:
        if refusal.for_good or outgoing.tries >= TRIES:
            _finish(outgoing, given_up_at=at, last_refusal=str(refusal))
            raise
        return _postpone(outgoing, refusal, at=at)
    _finish(outgoing, sent_at=at)
    return None


def overdue(*, at: datetime) -> list[int]:
    """What waits although its time came long ago: a killed worker leaves such messages behind."""
    return list(Outgoing.objects.overdue(at, by=GRACE).values_list("pk", flat=True))


def withdraw(address: str) -> None:
    """Forget what is on its way to an address, because its owner asked to be erased."""
    Outgoing.objects.to(address).delete()


def forget(*, at: datetime) -> None:
    """Sweep the keys of what was done long ago."""
    Outgoing.objects.filter(sent_at__lt=at - MEMORY).delete()
    Outgoing.objects.filter(given_up_at__lt=at - MEMORY).delete()


def _postpone(outgoing: Outgoing, refusal: MailNotSent, *, at: datetime) -> datetime:
    due_at = at + WAITS[outgoing.tries - 1]
    logger.warning(
        "Mail %s waits until %s: %s", outgoing.message_id, due_at.isoformat(timespec="minutes"), refusal
    )
    Outgoing.objects.filter(pk=outgoing.pk).update(busy_until=None, due_at=due_at, last_refusal=str(refusal))
    return due_at


def _finish(outgoing: Outgoing, **outcome: datetime | str) -> None:
    Outgoing.objects.filter(pk=outgoing.pk).update(address="", letter="", busy_until=None, **outcome)
