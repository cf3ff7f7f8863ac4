"""Turns: how much a receiving domain may be sent now, and when our own mail server is tried again after it has failed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from baerekraft.mail.models import Turn

# Mail in turns leaves in handfuls this far apart, so that the worker does other things in between.
PACE = timedelta(seconds=10)
MINUTE = timedelta(minutes=1)
# How long the server is left alone after each failure on end.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15)]
OUR_SERVER = ""


@transaction.atomic
def take(domain: str, *, wanted: int, at: datetime) -> int:
    """How many messages the domain may be sent now, at most as many as wanted; the next turn comes when they are due."""
    Turn.objects.get_or_create(domain=domain, defaults={"next_at": at})
    turn = Turn.objects.select_for_update().get(domain=domain)
    if turn.next_at > at:
        return 0
    apart = MINUTE / settings.MAIL_PER_MINUTE
    taken = min(wanted, max(1, int(PACE / apart)))
    turn.next_at = at + taken * apart
    turn.save(update_fields=["next_at"])
    return taken


def next_turns(domains: list[str]) -> dict[str, datetime]:
    return dict(Turn.objects.filter(domain__in=domains).values_list("domain", "next_at"))


def closed_until(at: datetime) -> datetime | None:
    """When to try our mail server again, if it failed lately."""
    turn = Turn.objects.filter(domain=OUR_SERVER, next_at__gt=at).first()
    return turn.next_at if turn else None


@transaction.atomic
def server_failed(*, at: datetime) -> datetime:
    """Leave our mail server alone for a while, longer each time; returns until when."""
    Turn.objects.get_or_create(domain=OUR_SERVER, defaults={"next_at": at})
    turn = Turn.objects.select_for_update().get(domain=OUR_SERVER)
    if turn.next_at <= at:
        turn.next_at = at + WAITS[min(turn.failures, len(WAITS) - 1)]
        turn.failures += 1
        turn.save(update_fields=["next_at", "failures"])
    return turn.next_at


def server_answered() -> None:
    if Turn.objects.filter(domain=OUR_SERVER).exists():
        Turn.objects.filter(domain=OUR_SERVER).delete()


def forget(*, at: datetime) -> None:
    """Sweep the turns of domains that nobody has written to since yesterday."""
    Turn.objects.filter(next_at__lt=at - timedelta(days=1)).delete()
