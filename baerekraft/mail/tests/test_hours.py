from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.mail import hours


@pytest.mark.parametrize(
    ("now", "goes_out"),
    [
        ((20, 3), (20, 7)),
        ((20, 7), (20, 7)),
        ((20, 16), (20, 16)),
        ((20, 17), (21, 7)),
        ((20, 23), (21, 7)),
        ((24, 20), (25, 7)),  # the clock goes back that night
    ],
)
def test_no_mail_goes_out_at_night(now, goes_out):
    at, expected = (timezone.make_aware(datetime(2026, 10, *moment)) for moment in (now, goes_out))

    assert hours.decent(at) == expected


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_a_decent_hour_is_never_far_away(moment):
    at = timezone.make_aware(moment)
    hour = hours.decent(at)

    assert 7 <= timezone.localtime(hour).hour < 17
    assert timedelta(0) <= hour - at <= timedelta(hours=15)
