from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators import series, trend
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.series import Point
from baerekraft.indicators.trend import Compared, Direction
from baerekraft.municipalities.models import Municipality

SERIES = st.lists(st.decimals(min_value=-100, max_value=100, places=1), min_size=1, max_size=12)


def measured(wanted: str = "up", *, decimals: int = 1, joining: str = "none") -> Indicator:
    return Indicator(slug="valgdeltakelse", wanted=wanted, decimals=decimals, joining=joining)


def points(*values, region: str = "Viken") -> list[Point]:
    return [
        Point(2010 + n, Decimal(value), Value(region=region, year=2010 + n))
        for n, value in enumerate(values)
        if value is not None
    ]


@pytest.mark.parametrize(
    ("wanted", "up", "down"),
    [
        ("up", Direction.BETTER, Direction.WORSE),
        ("down", Direction.WORSE, Direction.BETTER),
        ("none", Direction.UP, Direction.DOWN),
    ],
)
def test_better_is_the_way_that_is_wanted(wanted, up, down):
    assert trend.of(measured(wanted), points(70, 72)).direction == up
    assert trend.of(measured(wanted), points(72, 70)).direction == down
    assert trend.of(measured(wanted), points(72, 72)).direction == Direction.SAME


def test_the_years_between_may_be_missing_and_come_in_any_order():
    found = trend.of(measured(), points(70, None, None, 73)[::-1])

    assert (found.first.year, found.last.year, found.change) == (2010, 2013, 3)


def test_a_difference_smaller_than_the_last_decimal_is_the_same():
    assert trend.of(measured(), points("70.52", "70.58")).direction == Direction.SAME
    assert trend.of(measured(), points("70.5", "70.6")).direction == Direction.BETTER
    assert trend.of(measured(decimals=0), points(70, "70.9")).direction == Direction.SAME


def test_figures_that_go_up_and_down_have_gone_nowhere():
    assert trend.of(measured(), points(74, 70, 75)).direction == Direction.SAME
    assert trend.of(measured(), points(70, 71, 72)).direction == Direction.BETTER


def test_one_year_has_no_direction_and_none_has_no_trend():
    assert trend.of(measured(), points(70)).direction == Direction.UNKNOWN
    assert trend.of(measured(), []) is None


def test_a_county_before_and_after_the_border_moved_is_never_one_series():
    mixed = [*points(70, region="Akershus (til 2019)"), *points(None, 72, region="Akershus")]

    with pytest.raises(ValueError, match="for one place"):
        trend.of(measured(), mixed)


@given(SERIES)
def test_turned_around_in_time_better_becomes_worse(values):
    forth, back = (trend.of(measured(), points(*its)) for its in (values, values[::-1]))
    turned = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER}

    assert back.direction == turned.get(forth.direction, forth.direction)
    assert back.change == -forth.change


@given(SERIES)
def test_better_means_that_the_last_is_higher(values):
    found = trend.of(measured(), points(*values))

    if found.direction == Direction.BETTER:
        assert values[-1] > values[0]
    if found.direction == Direction.UNKNOWN:
        assert len(values) == 1


@pytest.mark.parametrize(
    ("wanted", "joining", "value", "other", "said"),
    [
        ("up", "none", "79.5", "80.0", Compared.WORSE),
        ("up", "none", "80.5", "80.0", Compared.BETTER),
        ("down", "none", "80.5", "80.0", Compared.WORSE),
        ("none", "none", "80.5", "80.0", Compared.HIGHER),
        ("none", "none", "79.5", "80.0", Compared.LOWER),
        ("up", "none", "80.02", "80.0", Compared.SAME),
        ("up", "sum", "2176.1", "11213.8", Compared.LOWER),
        ("down", "sum", "2176.1", "113.8", Compared.HIGHER),
    ],
)
def test_a_share_is_better_or_worse_and_a_count_is_only_larger_or_smaller(
    wanted, joining, value, other, said
):
    assert trend.compared(measured(wanted, joining=joining), Decimal(value), Decimal(other)) == said


@pytest.mark.usefixtures("figures")
def test_turnout_in_jevnaker_is_one_series_through_three_counties():
    found = trend.of(
        turnout := Indicator.objects.get(slug="valgdeltakelse"),
        series.of(turnout, municipality=Municipality.objects.get(slug="jevnaker")),
    )

    assert (found.first.year, found.last.year) == (2013, 2025)
    assert found.change == Decimal("1.4")
    assert found.direction == Direction.SAME
