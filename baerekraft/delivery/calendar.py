"""When the next question goes out. Everything here is told the dates and asks nobody."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def next_on(begun_on: date, asked_on: list[date]) -> date | None:
    """The day of the next question, None after the last.

    One that went out late, because the server was off, pushes the next one, so that the distance stays.
    """
    days, number = settings.REVIEW_DAYS, len(asked_on)
    if number >= len(days):
        return None
    planned = begun_on + timedelta(days=days[number])
    if not asked_on:
        return planned
    return max(planned, asked_on[-1] + timedelta(days=days[number] - days[number - 1]))


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment).date()
