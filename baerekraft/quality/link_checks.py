"""Links: which there are, which are due, and what each came to."""

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from baerekraft.catalog.models import PublishedLesson
from baerekraft.quality import calling, hyperlinks
from baerekraft.quality.addresses import Guard
from baerekraft.quality.calling import Answer
from baerekraft.quality.models import LinkCheck

AGAIN = timedelta(days=7)  # a link that works
PAUSE = 1.0  # seconds between two calls to one site
A_NIGHT = timedelta(hours=1)


def published() -> list[str]:
    """Every address in the lessons that learners meet now."""
    newest: dict[tuple[int, str, int | None], PublishedLesson] = {}
    for row in PublishedLesson.objects.order_by("version"):
        newest[row.lesson_id, row.language, row.municipality_id] = row
    live = (row.document for row in newest.values() if row.withdrawn_at is None)
    return sorted({link["url"] for document in live for link in hyperlinks.placed(document)})


def due(urls: Iterable[str], *, at: datetime) -> list[str]:
    """Those never tried, those that failed before today, and those that worked a week ago; longest ago first."""
    known = {check.url: check for check in LinkCheck.objects.all()}
    never = [url for url in urls if url not in known]
    tried = sorted((known[url] for url in urls if url in known), key=lambda check: check.checked_at)
    return never + [check.url for check in tried if _is_due(check, at)]


def _is_due(check: LinkCheck, at: datetime) -> bool:
    if check.first_failed_at:
        return timezone.localdate(check.checked_at) < timezone.localdate(at)
    return check.checked_at <= at - AGAIN


def check(*, at: datetime, guard: Guard | None = None, pause: Callable[[float], None] = time.sleep) -> int:
    """Try what is due, politely, for an hour at most; the rest waits for the next night. Returns how many were tried."""
    guard, began, tried = guard or Guard(), time.monotonic(), 0
    urls = published()
    LinkCheck.objects.exclude(url__in=urls).delete()
    for url, wait in _paced(due(urls, at=at)):
        if time.monotonic() - began > A_NIGHT.total_seconds():
            break
        if wait:
            pause(PAUSE)
        note(url, calling.call(url, guard), at=at)
        tried += 1
    return tried


def _paced(urls: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each address with whether its site was the one called last."""
    before = ""
    for url in urls:
        host = urlsplit(url).hostname or ""
        yield url, host == before
        before = host


def note(url: str, answer: Answer, *, at: datetime) -> LinkCheck:
    """Keep what a call came to. A failure counts once a day; a link that answers is alive again at once."""
    row = LinkCheck.objects.filter(url=url).first() or LinkCheck(url=url)
    new_day = not row.first_failed_at or timezone.localdate(row.checked_at) < timezone.localdate(at)
    if answer.is_fine or not answer.was_tried:
        row.first_failed_at, row.failed_days = None, 0
    elif new_day:
        row.first_failed_at, row.failed_days = row.first_failed_at or at, row.failed_days + 1
    row.status, row.fault, row.checked_at = answer.status, answer.fault[:60], at
    row.save()
    return row
