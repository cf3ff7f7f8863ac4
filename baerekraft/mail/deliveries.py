"""The queue of mail: attempt(), overdue(), withdraw(), take_back(), forget().

A message is sent once. One window cannot be closed: when the process dies, or the connection breaks, after the server
took the message and before its yes was written down, nobody on this side can know. We then send again, because a lost
certificate is worse than two; both carry the same Message-ID, by which most receivers show them as one.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from baerekraft.mail import bounces, digests, turns
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing
from baerekraft.mail.sending import About, Line, MailNotSent

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
# A mail server of ours that is away costs no tries; how long to hope for it.
HOPE = timedelta(days=7)
# How late a message may be before its task is taken for lost.
GRACE = timedelta(minutes=15)
# How long a key is remembered after the message is done.
MEMORY = timedelta(days=90)

logger = logging.getLogger(__name__)


def attempt(pk: int, *, at: datetime) -> datetime | None:
    """Try once. Returns when to try again, None when it is done; raises MailNotSent when it is given up."""
    closed_until = turns.closed_until(at)
    if closed_until:
        return closed_until if Outgoing.objects.waiting().filter(pk=pk).exists() else None
    with Line() as line:
        return attempt_on(line, pk, at=at)


def attempt_on(line: Line, pk: int, *, at: datetime) -> datetime | None:
    """Try once over this connection."""
    if not Outgoing.objects.free(at).filter(pk=pk).update(busy_until=at + LEASE, tries=F("tries") + 1):
        # Done, withdrawn, or in another worker's hands, which may yet die.
        return Outgoing.objects.waiting().filter(pk=pk).values_list("busy_until", flat=True).first()
    outgoing = Outgoing.objects.get(pk=pk)
    try:
        line.send(Letter.model_validate_json(outgoing.letter).as_email())
    except MailNotSent as refusal:
        if refusal.about is About.SERVER:
            return _wait_for_server(outgoing, refusal, at=at)
        if refusal.for_good or outgoing.tries >= TRIES:
            _give_up(outgoing, refusal, at=at)
            raise
        return _postpone(outgoing, refusal, at=at)
    if line.carried == 1:
        turns.server_answered()
    _finish(outgoing, sent_at=at)
    return None


def overdue(*, at: datetime) -> list[int]:
    """What waits although its time came long ago: a killed worker leaves such messages behind."""
    return list(Outgoing.objects.overdue(at, by=GRACE).filter(domain="").values_list("pk", flat=True))


def withdraw(address: str) -> None:
    """Forget what is on its way to an address, and that anything went there, because its owner asked to be erased."""
    Outgoing.objects.to(address).delete()
    Outgoing.objects.filter(digest=digests.of(address)).exclude(digest="").delete()


@transaction.atomic
def take_back(keys: Iterable[str], *, at: datetime) -> set[str]:
    """Take messages out of the queue that nobody has begun to send; returns the keys of those."""
    found = Outgoing.objects.free(at).select_for_update().filter(key__in=list(keys)).exclude(key="")
    rows = dict(found.values_list("pk", "key"))
    Outgoing.objects.filter(pk__in=rows).delete()
    return set(rows.values())


def forget(*, at: datetime) -> None:
    """Sweep the keys of what was done long ago, and give up what a server that never came back has kept waiting."""
    hopeless = Outgoing.objects.waiting().filter(posted_at__lt=at - HOPE).exclude(last_refusal="")
    hopeless.update(given_up_at=at, address="", letter="", domain="", busy_until=None)
    Outgoing.objects.filter(sent_at__lt=at - MEMORY).delete()
    Outgoing.objects.filter(given_up_at__lt=at - MEMORY).delete()
    bounces.forget(at=at)
    turns.forget(at=at)


def _postpone(outgoing: Outgoing, refusal: MailNotSent, *, at: datetime) -> datetime:
    due_at = at + WAITS[outgoing.tries - 1]
    logger.warning(
        "Mail %s waits until %s: %s", outgoing.message_id, due_at.isoformat(timespec="minutes"), refusal
    )
    Outgoing.objects.filter(pk=outgoing.pk).update(busy_until=None, due_at=due_at, last_refusal=str(refusal))
    return due_at


def _wait_for_server(outgoing: Outgoing, refusal: MailNotSent, *, at: datetime) -> datetime:
    """The message keeps its place, and the try does not count."""
    again_at = turns.server_failed(at=at)
    logger.warning(
        "The mail server is tried again at %s: %s", again_at.isoformat(timespec="minutes"), refusal
    )
    Outgoing.objects.filter(pk=outgoing.pk).update(
        busy_until=None, tries=F("tries") - 1, last_refusal=str(refusal)
    )
    return again_at


@transaction.atomic
def _give_up(outgoing: Outgoing, refusal: MailNotSent, *, at: datetime) -> None:
    _finish(outgoing, given_up_at=at, last_refusal=str(refusal))
    if outgoing.key and refusal.about is About.RECIPIENT:
        bounces.note(outgoing, str(refusal), gone=refusal.gone, report=outgoing.message_id, at=at)


def _finish(outgoing: Outgoing, **outcome: datetime | str) -> None:
    Outgoing.objects.filter(pk=outgoing.pk).update(
        address="", letter="", domain="", busy_until=None, **outcome
    )
