"""When mails go out: a week apart, at the hour that the clock on the wall shows, never on a holiday."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.campaigns import planning
from baerekraft.campaigns.models import Campaign

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
CAMPAIGNS = st.builds(
    Campaign,
    way=st.just("lessons"),
    plan=st.sampled_from(Campaign.Plan.values),
    lessons=st.lists(st.just("del-1/en"), min_size=1, max_size=8),
    weekday=st.integers(1, 7),
    hour=st.integers(7, 17),
    starts_on=DAYS,
    ends_on=st.none(),
    reminders=st.integers(0, 4),
    reminder_days=st.integers(1, 30),
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))


def weekly(**about) -> Campaign:
    said = {"way": "lessons", "plan": "weekly", "lessons": ["a/b"] * 8, "weekday": 2, "hour": 9}
    return Campaign(**said | {"starts_on": date(2026, 1, 5)} | about)


def oslo(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def days_of(campaign: Campaign, after: datetime) -> list[date]:
    """The days of every lesson to somebody who joins at `after`."""
    days, sent = [], 0
    while moment := planning.next_at(campaign, sent=sent, after=after):
        assert timezone.localtime(moment).hour == campaign.hour or (sent == 0 and campaign.plan == "at-once")
        days.append(timezone.localdate(moment))
        sent, after = sent + 1, moment
    return days


def test_a_lesson_each_tuesday_at_nine():
    days = days_of(weekly(lessons=["a/b"] * 4), oslo(date(2026, 1, 5)))

    assert days == [date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20), date(2026, 1, 27)]


def test_kari_joins_late_and_begins_with_the_first_lesson_at_the_next_slot():
    campaign = weekly(starts_on=date(2026, 1, 5))

    assert planning.next_at(campaign, sent=0, after=oslo(date(2026, 3, 11), 14)) == oslo(date(2026, 3, 17))


def test_on_the_day_itself_before_and_after_the_hour():
    campaign, day = weekly(), date(2026, 1, 13)

    assert planning.next_at(campaign, sent=0, after=oslo(day, 8, 59)) == oslo(day)
    assert planning.next_at(campaign, sent=0, after=oslo(day, 9, 1)) == oslo(day + timedelta(days=7))


@pytest.mark.parametrize(
    ("weekday", "holiday", "instead"),
    [
        (5, date(2026, 5, 1), date(2026, 5, 4)),  # 1 May, a Friday
        (4, date(2026, 5, 14), date(2026, 5, 15)),  # Ascension
        (4, date(2026, 4, 2), date(2026, 4, 7)),  # Maundy Thursday: the whole of Easter lies between
        (4, date(2026, 12, 24), date(2026, 12, 28)),  # Christmas Eve
        (4, date(2026, 12, 31), date(2027, 1, 4)),  # New Year's Eve
    ],
)
def test_a_holidays_lesson_goes_out_the_next_working_day(weekday, holiday, instead):
    campaign = weekly(weekday=weekday)

    assert planning.next_at(campaign, sent=0, after=oslo(holiday - timedelta(days=2))) == oslo(instead)


def test_after_easter_two_lessons_do_not_come_close_together():
    campaign = weekly(weekday=4)

    after_easter = planning.next_at(campaign, sent=1, after=oslo(date(2026, 4, 7)))

    assert after_easter == oslo(date(2026, 4, 16))


def test_nine_is_nine_before_and_after_the_clock_is_changed():
    spring = datetime(2026, 3, 24, 8, tzinfo=UTC)
    autumn = datetime(2026, 10, 20, 7, tzinfo=UTC)

    assert planning.next_at(weekly(), sent=1, after=spring) == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert planning.next_at(weekly(), sent=1, after=autumn) == datetime(2026, 10, 27, 8, tzinfo=UTC)


def test_nothing_before_the_first_day_and_nothing_after_the_last():
    campaign = weekly(starts_on=date(2026, 2, 4), ends_on=date(2026, 2, 17))

    assert days_of(campaign, oslo(date(2026, 1, 5))) == [date(2026, 2, 10), date(2026, 2, 17)]


def test_an_invitation_at_once_goes_when_people_are_at_work():
    campaign = weekly(plan="at-once", way="invitation", starts_on=date(2026, 11, 23))

    def first(day, hour):
        return planning.next_at(campaign, sent=0, after=oslo(day, hour))

    assert first(date(2026, 11, 20), 12) == oslo(date(2026, 11, 23))
    assert first(date(2026, 11, 24), 14) == oslo(date(2026, 11, 24), 14)
    assert first(date(2026, 11, 24), 22) == oslo(date(2026, 11, 25), 7)
    assert first(date(2026, 11, 28), 12) == oslo(date(2026, 11, 30))  # a Saturday
    assert planning.next_at(campaign, sent=1, after=oslo(date(2026, 11, 24))) is None


def test_lessons_at_once_are_one_a_working_day():
    campaign = weekly(plan="at-once", lessons=["a/b"] * 4, starts_on=date(2026, 4, 1))

    assert days_of(campaign, oslo(date(2026, 3, 30))) == [
        date(2026, 4, 1),
        date(2026, 4, 7),
        date(2026, 4, 8),
        date(2026, 4, 9),
    ]


def test_a_link_sends_nothing():
    assert planning.next_at(weekly(way="link"), sent=0, after=oslo(date(2026, 1, 5))) is None


def test_reminders_come_on_working_days_and_end():
    campaign = weekly(reminders=2, reminder_days=4, ends_on=date(2026, 4, 30))

    assert planning.reminder_at(campaign, reminded=0, after=oslo(date(2026, 3, 31))) == oslo(
        date(2026, 4, 7)  # the fourth day is a Saturday in Easter
    )
    assert planning.reminder_at(campaign, reminded=2, after=oslo(date(2026, 3, 31))) is None
    assert planning.reminder_at(campaign, reminded=0, after=oslo(date(2026, 4, 29))) is None


@given(campaign=CAMPAIGNS, joined=MOMENTS)
def test_every_plan_keeps_its_hour_its_distance_and_off_holidays(campaign, joined):
    days = days_of(campaign, joined)

    assert len(days) == len(campaign.lessons)
    assert not any(planning.is_holiday(day) for day in days)
    apart = [later - earlier for earlier, later in pairwise(days)]
    if campaign.plan == Campaign.Plan.WEEKLY:
        assert all(timedelta(days=3) <= gap <= timedelta(days=14) for gap in apart)
        assert all(day.isoweekday() in {campaign.weekday, 1, 2, 3, 4, 5} for day in days)
    else:
        assert all(day.isoweekday() <= 5 for day in days)
        assert all(timedelta(days=1) <= gap <= timedelta(days=9) for gap in apart)


@given(campaign=CAMPAIGNS, joined=MOMENTS)
def test_the_first_mail_is_neither_before_the_start_nor_before_she_joined(campaign, joined):
    first = planning.next_at(campaign, sent=0, after=joined)

    assert first >= joined
    assert timezone.localdate(first) >= campaign.starts_on
    assert first - max(joined, oslo(campaign.starts_on, 0)) < timedelta(days=15)


@given(campaign=CAMPAIGNS, after=MOMENTS, reminded=st.integers(0, 3))
def test_a_reminder_waits_at_least_as_long_as_was_asked_for(campaign, after, reminded):
    moment = planning.reminder_at(campaign, reminded=reminded, after=after)

    if reminded >= campaign.reminders:
        assert moment is None
    else:
        day = timezone.localdate(moment)
        assert (day - timezone.localdate(after)).days >= campaign.reminder_days
        assert day.isoweekday() <= 5
        assert not planning.is_holiday(day)
