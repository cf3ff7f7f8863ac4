"""The end of a campaign, and taking back what is posted and not yet sent: end(), take_back(), take_back_rest().

What is in the mail server's hands at that moment goes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from baerekraft.campaigns.models import Campaign, Recipient, Sending
from baerekraft.mail import deliveries

AT_A_TIME = 500
RECENTLY = timedelta(days=7)


def end(campaign: Campaign, *, at: datetime, seconds: float = inf) -> bool:
    """Nothing goes out from now on: not what is still to come, and not what waits in the queue.

    Returns whether everything in the queue was taken back in so many seconds; take_back_rest() takes the rest.
    """
    with transaction.atomic():
        going = Campaign.objects.filter(pk=campaign.pk, ended_at=None)
        if going.update(ended_at=at, revision=F("revision") + 1):
            # Everyone is marked for _take_back_all, which may be broken off and taken up again. This also waits
            # for whoever is being written to this moment.
            campaign.recipients.update(next_at=at)
    campaign.refresh_from_db()
    return _take_back_all(campaign, at=at, seconds=seconds)


def end_past(*, at: datetime) -> None:
    """End what has passed its last day."""
    for campaign in Campaign.objects.going().filter(ends_on__lt=at.date()):
        end(campaign, at=at)


def take_back_rest(*, at: datetime) -> None:
    """Take up what end() was broken off in."""
    marked = Recipient.objects.filter(campaign=OuterRef("pk"), next_at__isnull=False)
    for campaign in Campaign.objects.filter(Exists(marked), ended_at__gt=at - RECENTLY):
        _take_back_all(campaign, at=at)


def _take_back_all(campaign: Campaign, *, at: datetime, seconds: float = inf) -> bool:
    marked, until = campaign.recipients.filter(next_at__isnull=False).order_by("pk"), monotonic() + seconds
    while pks := list(marked.values_list("pk", flat=True)[:AT_A_TIME]):
        if monotonic() > until:
            return False
        take_back(pks, at=at)
    return True


@transaction.atomic
def take_back(recipients: Iterable[int], *, at: datetime) -> int:
    """Take back these people's unsent mail, and leave nothing to come. Returns how many mails that was."""
    rows = list(Recipient.objects.select_for_update().filter(pk__in=recipients))
    keys = {key_of(sending): sending for sending in Sending.objects.filter(recipient__in=rows)}
    taken = [keys[key] for key in deliveries.take_back(keys, at=at)]
    Sending.objects.filter(pk__in=[sending.pk for sending in taken]).delete()
    _set_back({sending.recipient_id for sending in taken})
    Recipient.objects.filter(pk__in=[row.pk for row in rows]).update(next_at=None)
    return len(taken)


def _set_back(recipients: set[int]) -> None:
    """Let them stand where the mails that were really sent have brought them."""
    rows = Recipient.objects.in_bulk(recipients)
    for row in rows.values():
        row.sent, row.sent_at, row.reminded = 0, None, 0
    for sending in Sending.objects.filter(recipient__in=rows).order_by("recipient", "posted_at", "pk"):
        row = rows[sending.recipient_id]
        if sending.kind == Sending.Kind.REMINDER:
            row.reminded += 1
        else:
            row.sent, row.sent_at, row.reminded = sending.number, sending.posted_at, 0
    Recipient.objects.bulk_update(rows.values(), ["sent", "sent_at", "reminded"])


def key_of(sending: Sending) -> str:
    """The key that its message was posted with."""
    return f"campaign-{sending.recipient_id}-{sending.kind}-{sending.number}"
