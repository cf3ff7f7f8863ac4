"""Delivering: a row of messages to each address at once, so that one that never answers holds nobody up.

Whoever does not answer at all is left alone for a while, longer each time. Who answers and says no is tried again with
that message alone. Both end after three days; then the message stands as given up, and staff can send it again.
"""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
from django.db.models import F, Min, QuerySet

from baerekraft.interop import outgoing, sealing
from baerekraft.interop.webhooks import signing
from baerekraft.interop.webhooks.models import Delivery, Webhook

AT_ONCE = 8
A_ROW = 50
ROW_SECONDS = 10
SECONDS = 5
KEPT = 200
# Standard Webhooks' «Retry schedule» in spirit: soon at first, then seldom.
PAUSES = (
    *(timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=10)),
)
LONGEST_REST = timedelta(hours=1)
PATIENCE = timedelta(days=3)
LIFE = timedelta(days=30)
# There is somebody, but not now («Respecting rate limits» and the codes of gateways).
NOT_NOW = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


@dataclass(frozen=True)
class Message:
    """A delivery as it goes out. Nothing here touches the database."""

    delivery: Delivery
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    delivery: Delivery
    status: int | None
    answer: str

    @property
    def arrived(self) -> bool:
        return self.status is not None and self.status // 100 == 2

    @property
    def silent(self) -> bool:
        return self.status is None or self.status in NOT_NOW


def deliver(*, at: datetime) -> None:
    """Tell what is due, as much as fits in a moment."""
    rows = []
    for webhook in Webhook.objects.awake(at).filter(deliveries__next_at__lte=at).distinct():
        due = list(webhook.deliveries.due(at)[:A_ROW])
        try:
            rows.append((webhook, [message(webhook, each, at=at) for each in due]))
        except sealing.Unreadable:
            Webhook.objects.filter(pk=webhook.pk).update(paused_at=at)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(send_row, [messages for _webhook, messages in rows])
        for (webhook, _messages), outcomes in zip(rows, results, strict=True):
            if not outcomes:
                continue  # What was due has been erased meanwhile.
            settle(webhook, outcomes, at=at)


def next_round() -> datetime | None:
    """When something is due that may be sent then."""
    waiting = Webhook.objects.filter(paused_at=None, deliveries__next_at__isnull=False)
    firsts = waiting.annotate(first=Min("deliveries__next_at")).values_list("first", "resting_until")
    return min((max(first, rest or first) for first, rest in firsts), default=None)


def message(webhook: Webhook, delivery: Delivery, *, at: datetime) -> Message:
    """Body and id are the same at every try; the time and with it the signature are the try's own. Raises Unreadable."""
    told = {
        "type": delivery.kind,
        "timestamp": delivery.happened_at.astimezone(UTC).isoformat(),
        "data": delivery.data,
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    secret = sealing.unseal(webhook.sealed_secret)
    signed = signing.headers(secret, id=f"msg_{delivery.pk.hex}", at=at, body=body)
    return Message(delivery, webhook.url, {"Content-Type": "application/json"} | signed, body)


def send_row(messages: Sequence[Message]) -> list[Outcome]:
    """Send one after another until somebody does not answer, or the time is up."""
    outcomes: list[Outcome] = []
    end = time.monotonic() + ROW_SECONDS
    with outgoing.client(timeout=SECONDS) as client:
        for each in messages:
            outcomes.append(send(client, each))
            if outcomes[-1].silent or time.monotonic() > end:
                break
    return outcomes


def send(client: httpx.Client, message: Message) -> Outcome:
    """Whatever an address does is an outcome: the others are told all the same."""
    try:
        with client.stream("POST", message.url, content=message.body, headers=message.headers) as answer:
            return Outcome(message.delivery, answer.status_code, beginning(answer))
    except Exception as error:
        return Outcome(message.delivery, None, outgoing.said(str(error) or type(error).__name__, KEPT))


def beginning(answer: httpx.Response) -> str:
    """The first signs of what was answered; what comes after is not read."""
    read = b""
    try:
        for part in answer.iter_bytes():
            read += part
            if len(read) >= KEPT * 4:
                break
    except httpx.HTTPError:
        pass  # The status has been said, and that is what counts.
    return outgoing.said(read.decode(errors="replace"), KEPT)


def settle(webhook: Webhook, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Write what became of each. A row that was erased meanwhile stays erased."""
    for outcome in outcomes:
        row = Delivery.objects.filter(pk=outcome.delivery.pk)
        row.update(**_state(outcome, at), tries=F("tries") + 1, tried_at=at)
    last = outcomes[-1]
    if last.status == HTTPStatus.GONE:  # «Gone» asks not to be called again.
        Webhook.objects.filter(pk=webhook.pk).update(paused_at=at)
    if not last.silent:
        Webhook.objects.filter(pk=webhook.pk).update(silences=0, resting_until=None)
        return
    rest = min(LONGEST_REST, timedelta(seconds=30) * 2 ** min(webhook.silences, 10))
    Webhook.objects.filter(pk=webhook.pk).update(silences=webhook.silences + 1, resting_until=at + rest)
    _waited_too_long(webhook, at).update(next_at=None, given_up_at=at)


def _state(outcome: Outcome, at: datetime) -> dict[str, Any]:
    delivery = outcome.delivery
    said: dict[str, Any] = {"status": outcome.status, "answer": outcome.answer}
    if outcome.arrived:
        return {**said, "next_at": None, "delivered_at": at}
    if delivery.tried_since <= at - PATIENCE:
        return {**said, "next_at": None, "given_up_at": at}
    if outcome.silent:
        return {**said, "next_at": at}
    return {**said, "next_at": at + PAUSES[min(delivery.tries, len(PAUSES) - 1)]}


def _waited_too_long(webhook: Webhook, at: datetime) -> "QuerySet[Delivery]":
    """What waited behind the one that was tried."""
    return webhook.deliveries.filter(next_at__isnull=False, tried_since__lte=at - PATIENCE)


def again(delivery: Delivery, *, at: datetime) -> None:
    """Send it once more, with the same id, whatever became of it before."""
    Delivery.objects.filter(pk=delivery.pk).update(
        next_at=at, tried_since=at, tries=0, delivered_at=None, given_up_at=None
    )


def forget(*, at: datetime) -> int:
    """Remove what is so old that nobody asks for it, sent or not; return how many."""
    return Delivery.objects.filter(tried_since__lt=at - LIFE).delete()[0]
