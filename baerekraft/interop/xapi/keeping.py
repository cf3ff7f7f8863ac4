"""Keeping record stores: add(), pause(), take_up(), start_over()."""

from datetime import datetime

from django.utils.translation import gettext as _

from baerekraft.interop import outgoing, sealing
from baerekraft.interop.xapi import feed, tasks
from baerekraft.interop.xapi.models import Lrs


class NotAdded(Exception):
    """There is one already; the text says so."""


def add(*, name: str, endpoint: str, key: str, secret: str, earlier: bool, at: datetime) -> Lrs:
    """Send to this store from now on; `earlier` also what there is. Raises NotAdded, outgoing.Refused."""
    outgoing.check(endpoint)
    if Lrs.objects.filter(endpoint=endpoint).exists():
        raise NotAdded(_("There is already a record store at this address."))
    lrs = Lrs.objects.create(
        name=name,
        endpoint=endpoint,
        key=key,
        sealed_secret=sealing.seal(secret),
        made_at=at,
        cursor="" if earlier else feed.from_now(at=at),
    )
    tasks.book(at=at)
    return lrs


def pause(lrs: Lrs, *, at: datetime) -> None:
    Lrs.objects.filter(pk=lrs.pk, paused_at=None).update(paused_at=at)


def take_up(lrs: Lrs, *, at: datetime) -> None:
    """Send again, now, from where it had come."""
    Lrs.objects.filter(pk=lrs.pk).update(paused_at=None, failures=0, resting_until=None, trouble="")
    tasks.book(at=at)


def start_over(lrs: Lrs, *, at: datetime) -> None:
    """Send everything from the beginning; what the store has already, it knows by its id."""
    Lrs.objects.filter(pk=lrs.pk).update(cursor="", sent=0, refused=0)
    take_up(lrs, at=at)
