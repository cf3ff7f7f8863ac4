"""Days that are counted today."""

from datetime import datetime, timedelta

from django.utils import timezone


def last_week() -> datetime:
    """On the Wednesday of the last whole week, the one that the dashboard tells of."""
    today = timezone.localdate()
    day = today - timedelta(days=today.weekday() + 5)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
