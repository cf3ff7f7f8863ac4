"""Pushing: statements go to a record store in batches, and its cursor moves when it has taken them.

A batch is all or nothing (xAPI-Communication 2.1.2), but we may never hear that it was taken; then it is sent again, and
the same ids make that harmless. A store that refuses a batch gets smaller ones, until what it refuses stands alone.
"""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from baerekraft.interop import outgoing, sealing
from baerekraft.interop.xapi import feed, statements
from baerekraft.interop.xapi.models import Lrs, Voiding
from baerekraft.interop.xapi.statements import Statement

logger = logging.getLogger(__name__)

BATCH = 100
SECONDS = 10
LONGEST_REST = timedelta(hours=1)
VOIDING_REST = timedelta(hours=1)
MOST_SAID = 300
# As many refused in a row that it is not the statements.
MOST_REFUSED = 20
# What is wrong with the statements sent, if anything is: a smaller batch may be taken.
SPLIT = {HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


class NotNow(Exception):
    """It takes nothing just now; the text says what was answered."""


@dataclass
class Store:
    """A record store while it is being sent to. `complaint` is what it said last of what it would not take."""

    lrs: Lrs
    client: httpx.Client
    secret: str
    complaint: str = ""

    def post(self, batch: Sequence[Statement]) -> httpx.Response:
        """Raises NotNow where nobody answers."""
        try:
            return self.client.post(
                f"{self.lrs.endpoint.rstrip('/')}/statements",
                content=json.dumps(batch, ensure_ascii=False).encode(),
                auth=(self.lrs.key, self.secret),
                headers={"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"},
            )
        except httpx.HTTPError as error:
            raise NotNow(str(error) or type(error).__name__) from error


def push(lrs: Lrs, *, at: datetime) -> bool:
    """Send what is new, for some seconds; return whether there is more. Trouble is written down, and it rests.

    Whatever trouble it is: the other stores get theirs.
    """
    end = time.monotonic() + SECONDS
    try:
        with outgoing.client(timeout=SECONDS) as client:
            store = Store(lrs, client, sealing.unseal(lrs.sealed_secret))
            more = _send_new(store, at=at, end=end)
            _send_voidings(store, at=at, end=end)
    except sealing.Unreadable:
        _rest(lrs, _("SECRET_KEY has been changed. Remove the record store and add it again."), at=at)
    except NotNow as trouble:
        _rest(lrs, str(trouble), at=at)
    except Exception as fault:
        logger.exception("Statements could not be sent to the record store %s.", lrs.pk)
        _rest(lrs, f"{type(fault).__name__}: {fault}", at=at)
    else:
        if lrs.failures or store.complaint:
            Lrs.objects.filter(pk=lrs.pk).update(failures=0, resting_until=None, trouble=store.complaint)
        return more
    return False


def _send_new(store: Store, *, at: datetime, end: float) -> bool:
    """Each turn sends one batch, or makes the next one smaller."""
    size, cursor, refused = BATCH, store.lrs.cursor, 0
    while time.monotonic() < end:
        page = feed.since(cursor, size, audience=store.lrs.audience, at=at)
        if not page.statements:
            return False
        answer = store.post(page.statements)
        if answer.status_code in SPLIT and len(page.statements) > 1:
            size = max(1, len(page.statements) // 2)
            continue
        taken = _taken(answer)
        refused = 0 if taken else refused + 1
        if refused >= MOST_REFUSED:
            raise NotNow(_said(answer))
        _move(store, cursor, page, answer, taken=taken)
        cursor, size = page.cursor, min(BATCH, size * 2)
    return True


def _taken(answer: httpx.Response) -> bool:
    """Whether the store has them now; False where it will never take this one. Raises NotNow."""
    if answer.is_success or answer.status_code == HTTPStatus.CONFLICT:
        return True  # A conflict of one statement: it has one with this id from an earlier time.
    if answer.status_code in SPLIT:
        return False
    raise NotNow(_said(answer))


def _move(store: Store, before: str, page: feed.Page, answer: httpx.Response, *, taken: bool) -> None:
    """Write how far it has come, unless somebody else has, or staff have moved it."""
    row = Lrs.objects.filter(pk=store.lrs.pk, cursor=before)
    if taken:
        row.update(cursor=page.cursor, sent=F("sent") + len(page.statements), sent_at=timezone.now())
    else:
        row.update(cursor=page.cursor, refused=F("refused") + 1)
        store.complaint = _said(answer)


def _send_voidings(store: Store, *, at: datetime, end: float) -> None:
    """What a store says no to is tried again; statements do not wait for it. One batch goes however late it is."""
    for row in store.lrs.voidings.filter(next_at__lte=at).order_by("erased_at")[:BATCH]:
        _send_voiding(store, row, at=at, end=end)
        if time.monotonic() >= end:
            break


def _send_voiding(store: Store, row: Voiding, *, at: datetime, end: float) -> None:
    """The row is written by its number, for it goes with the store when staff remove that."""
    to, size, waiting = feed.receiver(store.lrs.audience), BATCH, list(row.statements)
    kept = Voiding.objects.filter(pk=row.pk)
    while waiting:
        batch = waiting[:size]
        answer = store.post([statements.voiding(id, to, at=row.erased_at) for id in batch])
        if answer.is_success or (answer.status_code == HTTPStatus.CONFLICT and len(batch) == 1):
            waiting = waiting[size:]
            kept.update(statements=waiting)
            if time.monotonic() >= end:
                break
        elif answer.status_code in SPLIT and len(batch) > 1:
            size = len(batch) // 2
        else:
            # Last in the row next time, so that it does not stop the others.
            kept.update(statements=waiting[size:] + batch, next_at=at + VOIDING_REST)
            store.complaint = _said(answer)
            return
    if not waiting:
        kept.delete()


def void(ids: list[str], lrs: Lrs, *, at: datetime) -> None:
    """Tell the store, when it is next sent to, that these no longer hold."""
    Voiding.objects.create(lrs=lrs, statements=ids, erased_at=at, next_at=at)


def _rest(lrs: Lrs, trouble: str, *, at: datetime) -> None:
    rest = min(LONGEST_REST, timedelta(minutes=1) * 2 ** min(lrs.failures, 10))
    Lrs.objects.filter(pk=lrs.pk).update(
        failures=F("failures") + 1, resting_until=at + rest, trouble=outgoing.said(trouble, MOST_SAID)
    )


def _said(answer: httpx.Response) -> str:
    """Read as UTF-8 whatever it says that it is: Python's codecs also unpack, and fail in ways of their own."""
    return outgoing.said(f"{answer.status_code} {answer.content.decode(errors='replace')}", MOST_SAID)
