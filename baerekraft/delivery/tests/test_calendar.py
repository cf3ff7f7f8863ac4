from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.delivery import calendar

YES = date(2026, 10, 20)


def days_after(*numbers: int) -> list[date]:
    return [YES + timedelta(days=number) for number in numbers]


def went_out(up: list[int]) -> list[int]:
    """The days after yes on which questions go out, when the server is up on these days only."""
    asked: list[date] = []
    for day in days_after(*up):
        planned = calendar.next_on(YES, asked)
        if planned and planned <= day:
            asked.append(day)
    return [(day - YES).days for day in asked]


def test_questions_come_after_3_10_and_30_days():
    assert went_out(list(range(60))) == [3, 10, 30]


def test_a_server_that_was_off_for_a_month_does_not_send_all_at_once():
    assert went_out(list(range(35, 100))) == [35, 42, 62]


def test_one_day_late_is_caught_up():
    assert went_out([4, *range(11, 60)]) == [4, 11, 31]


@given(st.sets(st.integers(0, 200)))
def test_however_the_server_is_off_and_on_none_is_early_and_none_too_close(up):
    sent = went_out(sorted(up))

    assert len(sent) <= 3
    assert all(day >= planned for day, planned in zip(sent, settings.REVIEW_DAYS, strict=False))
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert all(gap >= least for gap, least in zip(gaps, [7, 20], strict=False))
