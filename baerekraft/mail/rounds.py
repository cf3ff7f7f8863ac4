"""Rounds of mail in turns: deliver() sends what each receiving domain may have now, over one connection."""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Count, Min

from baerekraft.mail import deliveries, turns
from baerekraft.mail.models import Outgoing
from baerekraft.mail.sending import Line, MailNotSent

# A turn at the worker: mail that somebody waits for comes in between.
SECONDS = 5.0
# When what is left is in another worker's hands, or something of ours has broken.
PAUSE = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def deliver(*, at: datetime, seconds: float = SECONDS) -> datetime | None:
    """Send what has its turn, the oldest first; returns when to go on, None when nothing waits."""
    stop_at = time.monotonic() + seconds
    with Line() as line:
        for domain, count in _due(at):
            for pk in _next(domain, turns.take(domain, wanted=count, at=at), at):
                postponed = _send(line, pk, at=at)
                if (postponed and turns.closed_until(at)) or time.monotonic() > stop_at:
                    return _again_at(at)
    return _again_at(at)


def waits() -> bool:
    return Outgoing.objects.in_turn().exists()


def _due(at: datetime) -> list[tuple[str, int]]:
    """Domains that something is due to, and how much; whoever has waited longest first."""
    if turns.closed_until(at):
        return []
    due = Outgoing.objects.in_turn().free(at).filter(due_at__lte=at)
    rows = due.values("domain").annotate(first=Min("due_at"), count=Count("pk")).order_by("first")
    return [(row["domain"], row["count"]) for row in rows]


def _next(domain: str, count: int, at: datetime) -> list[int]:
    due = Outgoing.objects.in_turn().free(at).filter(domain=domain, due_at__lte=at)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:count])


def _send(line: Line, pk: int, *, at: datetime) -> bool:
    """Try once, and tell whether it is to be tried again. One message's fate is not the others'."""
    try:
        return deliveries.attempt_on(line, pk, at=at) is not None
    except MailNotSent as refusal:
        logger.warning("Mail %s is given up: %s", pk, refusal)
        return False


def _again_at(at: datetime) -> datetime | None:
    waiting = Outgoing.objects.in_turn()
    rows = dict(waiting.free(at).values_list("domain").annotate(first=Min("due_at")).order_by())
    if not rows:
        return at + PAUSE if waiting.exists() else None
    turn_of = turns.next_turns(list(rows))
    first = min(max(due_at, turn_of.get(domain, at)) for domain, due_at in rows.items())
    return max(first, turns.closed_until(at) or at)
