"""When a campaign writes to somebody next. Everything here is told the time and asks nobody."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

from baerekraft.campaigns.models import Campaign
from baerekraft.mail import hours

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Two lessons never lie closer than this, whatever a holiday or a wish for the next one has moved.
APART = timedelta(days=3)


def total(campaign: Campaign) -> int:
    """How many mails the plan holds, without reminders."""
    return {Campaign.Way.LESSONS: len(campaign.lessons), Campaign.Way.INVITATION: 1}.get(
        Campaign.Way(campaign.way), 0
    )


def next_at(campaign: Campaign, *, sent: int, after: datetime) -> datetime | None:
    """When the next mail of the plan goes out, None when all are sent or the campaign is over.

    `after` is when the latest was sent; before the first it is the earliest moment, such as when she was added.
    """
    if sent >= total(campaign):
        return None
    plan = _at_once if campaign.plan == Campaign.Plan.AT_ONCE else _weekly
    return _before_the_end(campaign, plan(campaign, sent, after))


def reminder_at(campaign: Campaign, *, reminded: int, after: datetime) -> datetime | None:
    """When the next reminder goes out, None when there are to be no more."""
    if reminded >= campaign.reminders:
        return None
    day = first_workday(timezone.localdate(after) + timedelta(days=max(1, campaign.reminder_days)))
    return _before_the_end(campaign, _on(campaign, day))


def is_over(campaign: Campaign, at: datetime) -> bool:
    """Whether the last day has passed."""
    return campaign.ends_on is not None and timezone.localdate(at) > campaign.ends_on


def is_holiday(day: date) -> bool:
    """Whether Norway has the day off: Christmas Eve and New Year's Eve too, as offices do."""
    return day in _holidays(day.year) or (day.month, day.day) in {(12, 24), (12, 31)}


def first_workday(day: date) -> date:
    """This day, or the first after it that is neither a holiday nor in a weekend."""
    while day.isoweekday() > 5 or is_holiday(day):
        day += DAY
    return day


def _weekly(campaign: Campaign, sent: int, after: datetime) -> datetime:
    """The first slot that has not passed; a week's slot on a holiday goes to the next working day."""
    earliest = max(campaign.starts_on, timezone.localdate(after) + (APART if sent else timedelta()))
    # A week back, for a slot of last week may have been moved into this one.
    slot = earliest - timedelta(days=(earliest.isoweekday() - campaign.weekday) % 7) - WEEK
    while True:
        day = first_workday(slot) if is_holiday(slot) else slot
        moment = _on(campaign, day)
        if day >= earliest and moment >= after:
            return moment
        slot += WEEK


def _at_once(campaign: Campaign, sent: int, after: datetime) -> datetime:
    """The first as soon as people are at work; with lessons, one each working day, so that no inbox gets ten mails."""
    begins = _on(campaign, first_workday(campaign.starts_on))
    if sent:
        return max(begins, _on(campaign, first_workday(timezone.localdate(after) + DAY)))
    if begins >= after:
        return begins
    decent = hours.decent(after)
    workday = first_workday(timezone.localdate(decent))
    return decent if workday == timezone.localdate(decent) else _on(campaign, workday)


def _on(campaign: Campaign, day: date) -> datetime:
    """The campaign's hour on this day, in Norway's own time, summer and winter."""
    return timezone.make_aware(datetime.combine(day, time(campaign.hour)))


def _before_the_end(campaign: Campaign, moment: datetime) -> datetime | None:
    return None if is_over(campaign, moment) else moment


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))
