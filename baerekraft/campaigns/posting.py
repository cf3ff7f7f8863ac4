"""Posting what is due, each person's mail in a transaction of its own: mail_due(), next_lesson().

The mail, the note that it was posted and the time of the next one commit together. A crash leaves all or nothing.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from baerekraft.campaigns import letters, planning, progress
from baerekraft.campaigns.models import Campaign, Recipient, Sending
from baerekraft.mail import hours
from baerekraft.mail.messages import MailNotSent
from baerekraft.mail.models import Outgoing

# What is later than this waits until people are at work: a worker may come back in the middle of the night.
LATE = timedelta(hours=1)
# When something of ours is wrong with one mail, the others go on and this one is tried again.
PATIENCE = timedelta(hours=1)
DAY = timedelta(days=1)

logger = logging.getLogger(__name__)


def mail_due(pk: int, *, at: datetime) -> bool:
    """Post the one mail that is due to this recipient; tells whether one was posted."""
    try:
        with transaction.atomic():
            recipient = _locked(pk, at)
            return recipient is not None and _handle(recipient, at=at)
    except MailNotSent:
        Recipient.objects.filter(pk=pk).update(bounced_at=at, next_at=None)
    except Exception:
        logger.exception("The mail to recipient %s could not be made", pk)
        Recipient.objects.filter(pk=pk).update(next_at=at + PATIENCE)
    return False


def _locked(pk: int, at: datetime) -> Recipient | None:
    """The recipient, if something is due, no other worker has her and the campaign goes on."""
    recipient = Recipient.objects.due(at).select_for_update(skip_locked=True).filter(pk=pk).first()
    return recipient if recipient and is_going(recipient) else None


def is_going(recipient: Recipient) -> bool:
    """Asked after she is locked: whoever ends a campaign waits for her, and takes back what was posted before."""
    campaign = Campaign.objects.going().filter(pk=recipient.campaign_id).first()
    if campaign:
        recipient.campaign = campaign
    return campaign is not None


def _handle(recipient: Recipient, *, at: datetime) -> bool:
    campaign = recipient.campaign
    if planning.is_over(campaign, at):
        return _rest(recipient, None)
    if recipient.next_at and at - recipient.next_at > LATE and hours.decent(at) > at:
        return _rest(recipient, hours.decent(at))
    if is_done(recipient):
        recipient.done_at = recipient.done_at or at
        return _rest(recipient, None)
    if _plan_is_due(recipient, at):
        return next_lesson(recipient, at=at) is not None or _rest(recipient, _next_at(recipient, at))
    return _remind(recipient, at=at)


def is_done(recipient: Recipient) -> bool:
    """Whether she has completed every lesson of the campaign."""
    lessons = set(recipient.campaign.lessons)
    return bool(lessons) and lessons <= progress.completed_lessons(recipient)


def next_lesson(recipient: Recipient, *, at: datetime) -> Outgoing | None:
    """Post the plan's next mail, past lessons that she has completed and lessons that are published no more."""
    done = progress.completed_lessons(recipient)
    for number in range(recipient.sent + 1, planning.total(recipient.campaign) + 1):
        recipient.sent = number
        if _key(recipient, number) in done:
            continue
        outgoing = _post(recipient, number)
        if outgoing:
            recipient.sent_at, recipient.reminded = at, 0
            _note(recipient, _kind(recipient.campaign), number, number, at)
            _rest(recipient, _next_at(recipient, at))
            return outgoing
    return None


def _post(recipient: Recipient, number: int) -> Outgoing | None:
    if recipient.campaign.way == Campaign.Way.INVITATION:
        return letters.invitation(recipient)
    return letters.lesson(recipient, number)


def _remind(recipient: Recipient, *, at: datetime) -> bool:
    """Remind of the latest mail, unless she has done what it asked for."""
    latest = recipient.sendings.exclude(kind=Sending.Kind.REMINDER).order_by("-number").first()
    if latest is None or _has_followed(recipient, latest):
        return _rest(recipient, planning.next_at(recipient.campaign, sent=recipient.sent, after=at))
    recipient.reminded += 1
    if letters.reminder(recipient, latest.number, recipient.reminded):
        number = latest.number * 100 + recipient.reminded
        _note(recipient, Sending.Kind.REMINDER, number, latest.number, at)
    _rest(recipient, _next_at(recipient, at))
    return True


def _has_followed(recipient: Recipient, latest: Sending) -> bool:
    """An invitation is followed by whoever has completed any of its lessons."""
    asked_for = {latest.lesson} if latest.lesson else set(recipient.campaign.lessons)
    return bool(asked_for & progress.completed_lessons(recipient))


def _plan_is_due(recipient: Recipient, at: datetime) -> bool:
    if recipient.sent_at is None:
        return True
    planned = planning.next_at(recipient.campaign, sent=recipient.sent, after=recipient.sent_at)
    return planned is not None and planned <= at


def _next_at(recipient: Recipient, at: datetime) -> datetime | None:
    """When to look at her again: the next lesson's time, or a reminder's that lies well before it."""
    campaign = recipient.campaign
    lesson_at = planning.next_at(campaign, sent=recipient.sent, after=recipient.sent_at or at)
    remind_at = planning.reminder_at(campaign, reminded=recipient.reminded, after=at)
    if lesson_at and remind_at and remind_at < lesson_at - DAY:
        return remind_at
    return lesson_at or remind_at


def _note(recipient: Recipient, kind: Sending.Kind, number: int, lesson: int, at: datetime) -> None:
    Sending.objects.create(
        recipient=recipient, kind=kind, number=number, lesson=_key(recipient, lesson), posted_at=at
    )


def _rest(recipient: Recipient, until: datetime | None) -> bool:
    """Write down where she stands, with nothing to do before `until`."""
    recipient.next_at = until
    recipient.save(update_fields=["sent", "sent_at", "reminded", "next_at", "done_at"])
    return False


def _kind(campaign: Campaign) -> Sending.Kind:
    return Sending.Kind.INVITATION if campaign.way == Campaign.Way.INVITATION else Sending.Kind.LESSON


def _key(recipient: Recipient, number: int) -> str:
    """The lesson that the mail is about; an invitation is about none of them alone."""
    return recipient.campaign.lessons[number - 1] if recipient.campaign.way == Campaign.Way.LESSONS else ""
