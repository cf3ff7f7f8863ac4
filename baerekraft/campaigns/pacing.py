"""A person's own pace: send_now(), pause(), resume(), stop(). Everything said twice is said once."""

from datetime import datetime, timedelta

from django.db import transaction

from baerekraft.campaigns import ending, planning, posting, refusing, tasks
from baerekraft.campaigns.models import Campaign, Recipient, Refusal
from baerekraft.mail import messages

# Two taps within this are one.
TAP = timedelta(minutes=1)


@transaction.atomic
def send_now(recipient: Recipient, *, at: datetime) -> bool:
    """Send the next lesson at once; the plan goes on from here. False when there is none, or the campaign is over."""
    row = _locked(recipient)
    if (
        row.stopped_at
        or row.bounced_at
        or row.removed_at
        or not posting.is_going(row)
        or planning.is_over(row.campaign, at)
    ):
        return False
    if row.campaign.way != Campaign.Way.LESSONS:
        return False
    if row.sent_at and at - row.sent_at < TAP:
        return True
    outgoing = posting.next_lesson(row, at=at)
    if outgoing:
        messages.hasten(outgoing)
    recipient.refresh_from_db()
    return outgoing is not None


@transaction.atomic
def pause(recipient: Recipient, *, at: datetime) -> None:
    Recipient.objects.filter(pk=recipient.pk, paused_at=None).update(paused_at=at)
    recipient.refresh_from_db()


@transaction.atomic
def resume(recipient: Recipient, *, at: datetime) -> None:
    """Go on after a pause or a stop, with the next lesson at the plan's next time."""
    row = _locked(recipient)
    if row.paused_at or row.stopped_at:
        if row.stopped_at:
            refusing.lift(row.email, row.campaign.municipality)
        row.paused_at = row.stopped_at = None
        if posting.is_going(row) and row.done_at is None:
            row.next_at = planning.next_at(row.campaign, sent=row.sent, after=max(at, row.sent_at or at))
        row.save(update_fields=["paused_at", "stopped_at", "next_at"])
        if row.next_at:
            tasks.book(at=row.next_at)
    recipient.refresh_from_db()


@transaction.atomic
def stop(recipient: Recipient, *, at: datetime) -> None:
    """No more mail from any of the municipality's campaigns; what waits in the queue is taken back."""
    municipality = recipient.campaign.municipality
    refusing.refuse(recipient.email, municipality, Refusal.Reason.UNSUBSCRIBED, at=at)
    hers = Recipient.objects.filter(email=recipient.email, campaign__municipality=municipality)
    hers.filter(stopped_at=None).update(stopped_at=at)
    ending.take_back(list(hers.values_list("pk", flat=True)), at=at)
    recipient.refresh_from_db()


def _locked(recipient: Recipient) -> Recipient:
    return Recipient.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=recipient.pk)
