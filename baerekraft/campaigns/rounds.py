"""What a worker does each time it looks at the campaigns: post_due(), note_done(), next_look()."""

import time
from datetime import datetime, timedelta
from itertools import batched

from django.db.models import Min, QuerySet

from baerekraft.campaigns import posting, progress
from baerekraft.campaigns.models import Campaign, Recipient

AT_A_TIME = 500
# A turn at the worker; the rest waits for the next, so that other tasks are not kept waiting.
SECONDS = 10.0
# While a campaign goes on it is looked at this often at least: somebody may have completed the last lesson.
SELDOM = timedelta(hours=1)


def post_due(*, at: datetime, seconds: float = SECONDS) -> int:
    """Post what is due, as much as fits into so many seconds; returns how many mails were posted."""
    stop_at, posted, last = time.monotonic() + seconds, 0, None
    while chunk := list(_due(at).values_list("pk", flat=True)[:AT_A_TIME]):
        if chunk == last:
            # In another worker's hands.
            break
        for pk in chunk:
            posted += posting.mail_due(pk, at=at)
            if time.monotonic() > stop_at:
                return posted
        last = chunk
    return posted


def next_look(*, at: datetime) -> datetime | None:
    """When to look again, None when no campaign goes on."""
    if not Campaign.objects.going().exists():
        return None
    first = _waiting().aggregate(first=Min("next_at"))["first"]
    seldom = at + SELDOM
    return max(at, min(first or seldom, seldom))


def note_done(*, at: datetime) -> int:
    """Write down who has completed every lesson of a campaign since the last time; returns how many."""
    return sum(_note_done(campaign, at) for campaign in Campaign.objects.going())


def _note_done(campaign: Campaign, at: datetime) -> int:
    lessons = progress.lessons(campaign)
    if not lessons or len(lessons) < len(campaign.lessons):
        return 0
    learning = campaign.recipients.filter(done_at=None).exclude(learner=None)
    done = progress.with_completed(learning, lessons).filter(completed_lessons__gte=len(lessons))
    pks = list(done.values_list("pk", flat=True))
    for chunk in batched(pks, AT_A_TIME):
        Recipient.objects.filter(pk__in=chunk, done_at=None).update(done_at=at, next_at=None)
    return len(pks)


def _waiting() -> QuerySet[Recipient]:
    rows = Recipient.objects.reachable().filter(next_at__isnull=False, paused_at=None)
    return rows.filter(campaign__started_at__isnull=False, campaign__ended_at=None)


def _due(at: datetime) -> QuerySet[Recipient]:
    return _waiting().filter(next_at__lte=at).order_by("next_at", "pk")
