"""Small tables, attacked through every place there can be."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.reports import suppression
from baerekraft.reports.suppression import ALMOST_ALL
from baerekraft.reports.tests.attacking import proven, told, worlds

# In each: those in no part, then the parts.
SHAPES = [
    (range(1), range(15), range(15)),
    (range(1), range(10), range(10), range(10)),
    (range(10), range(15)),
    (range(10), range(10), range(10)),
    (range(10), range(10), range(10), range(10)),
]


def only_rounded(total, counts):
    return suppression.rounded(total), {key: suppression.rounded(count) for key, count in counts.items()}


def one_more_hidden(total, counts):
    """The usual remedy: while the total tells of a hidden part, hide the smallest that is shown as well."""
    shown = {key: suppression.rounded(count) for key, count in counts.items()}
    while True:
        seen = {key: count for key, count in shown.items() if count}
        most = sum(count + 4 for count in seen.values()) + 4 * (len(shown) - len(seen) - 1)
        if not seen or len(seen) == len(shown) or suppression.down(total) <= most:
            return suppression.rounded(total), shown
        shown[min(seen, key=seen.get)] = None


@pytest.mark.parametrize("rule", [only_rounded, one_more_hidden])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_attacker_wins_over_rounding_and_over_hiding_one_more(rule, shape):
    """Or the attack below would be worth nothing. That one more is hidden tells that it had to be."""
    assert any(proven(tables, output) for output, tables in worlds(rule, *shape).items())


@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_can_be_worked_out_of_a_table(shape):
    for output, tables in worlds(suppression.parts, *shape).items():
        assert proven(tables, output) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_part_that_is_not_shown_may_be_anything_from_none_to_four(shape):
    for output, tables in worlds(suppression.parts, *shape).items():
        for place, shown in enumerate(output[1], start=1):
            possible = {table[place] for table in tables}
            assert 0 in possible if shown is None else min(possible) >= 5
            assert len(possible) > 1


def test_nor_out_of_two_mornings():
    """Whoever kept yesterday's table cannot prove that somebody has come to a part that is still not shown."""
    tables = list(product(range(3), range(8), range(8)))
    given = {table: told(suppression.parts, table) for table in tables}
    pairs = {}
    for before, after in product(tables, tables):
        if all(a <= b for a, b in zip(before, after, strict=True)):
            pairs.setdefault((given[before], given[after]), []).append((before, after))
    for (_first, second), found in pairs.items():
        for place, shown in enumerate(second[1], start=1):
            if shown is None:
                assert any(before[place] == after[place] == 0 for before, after in found)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 60), st.data())
def test_tomorrow_shows_no_less_than_today(counts, rest, data):
    later = [count + data.draw(st.integers(0, 12)) for count in counts]
    more = rest + data.draw(st.integers(0, 12))
    today, tomorrow = (
        suppression.parts(sum(some) + outside, dict(enumerate(some)))
        for some, outside in ((counts, rest), (later, more))
    )
    assert (today[0] or 0) <= (tomorrow[0] or 0)
    assert all((today[1][key] or 0) <= (tomorrow[1][key] or 0) for key in today[1])


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(0, 60))
def test_what_is_shown_is_never_more_than_the_truth_and_little_less(counts, rest):
    total, parts = suppression.parts(sum(counts) + rest, dict(enumerate(counts)))

    assert [parts[key] for key in range(len(counts))] == [suppression.rounded(count) for count in counts]
    assert sum(counts) + rest - 15 < (total or 0) <= sum(counts) + rest


@given(st.lists(st.sets(st.integers(0, 30), max_size=30), min_size=1, max_size=5))
def test_nor_out_of_lessons_that_cover_a_part(starters):
    everyone = set().union(*starters)
    total, shown = suppression.cover(len(everyone), {key: len(some) for key, some in enumerate(starters)})

    for key, count in shown.items():
        others = sum((shown[other] or 0) + 4 for other in shown if other != key)
        assert count or (total or 0) <= others


def test_thirteen_people_nine_of_them_leaders():
    assert suppression.parts(13, {"leader": 9, "employee": 4}) == (5, {"leader": 5, "employee": None})
    assert suppression.parts(14, {"leader": 9, "employee": 5}) == (10, {"leader": 5, "employee": 5})
    assert suppression.parts(0, {}) == (None, {})


@pytest.mark.parametrize(
    ("count", "size", "shown"),
    [(0, 12, None), (4, 12, None), (7, 12, 5), (8, 12, ALMOST_ALL), (12, 12, ALMOST_ALL), (3, 4, None)],
)
def test_those_who_are_missing_from_a_known_group_are_a_group_too(count, size, shown):
    assert suppression.of_group(count, size) == shown


def test_a_curve_never_falls():
    assert suppression.curve([0, 3, 7, 6, 12]) == [None, None, 5, 5, 10]


def test_shares_come_of_what_is_shown_and_only_from_twenty():
    assert suppression.shares([9, 9, 4]) is None
    assert suppression.shares([14, 19, 4]) == [40, 60, None]
    # Of 100 people one is not a share that is shown.
    assert suppression.shares([99, 1]) == [100, None]
