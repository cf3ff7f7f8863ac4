from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators.charts import scales, words

FIGURES = st.decimals(-10_000_000, 10_000_000, places=3, allow_nan=False, allow_infinity=False)


def marks(*values: str, **more: object) -> list[str]:
    return [str(tick) for tick in scales.over(map(Decimal, values), **more).ticks]


def test_marks_are_round_numbers():
    assert marks("72.6", "81.9", most=4) == ["72.5", "75", "77.5", "80", "82.5"]
    assert marks("9.9", "11.7", most=4) == ["9.5", "10", "10.5", "11", "11.5", "12"]
    assert marks("0.1", "0.3") == ["0", "0.1", "0.2", "0.3"]


def test_zero_is_on_the_axis_unless_it_is_far_away():
    assert marks("3", "10")[0] == "0"
    assert marks("-3", "10")[0] == "-5"
    assert marks("72", "81")[0] != "0"
    assert marks("-81", "-72")[-1] != "0"


def test_one_figure_equal_figures_and_nothing_have_an_axis_too():
    assert marks("0") == ["0", "0.2", "0.4", "0.6", "0.8", "1"]
    assert marks("0", whole=True) == ["0", "1"]
    assert marks("50", "50", whole=True) == marks("50", whole=True)
    assert marks() == marks("0")


def test_people_are_not_halved():
    assert marks("0", "3", most=4, whole=True) == ["0", "1", "2", "3"]
    assert marks("0", "10", most=4, whole=True) == ["0", "5", "10"]


@given(st.lists(FIGURES, min_size=1, max_size=20), st.booleans())
def test_every_figure_is_on_the_axis_and_the_marks_are_even_and_short(values, whole):
    scale = scales.over(values, whole=whole)
    assert scale.low <= min(values)
    assert max(values) <= scale.high
    assert 2 <= len(scale.ticks) <= 8
    assert len({later - tick for tick, later in zip(scale.ticks, scale.ticks[1:], strict=False)}) == 1
    assert all(0 <= scale.share(value) <= 1 for value in values)
    assert all(len(tick.normalize().as_tuple().digits) <= 12 for tick in scale.ticks)
    assert not any("E" in str(tick) or str(tick) == "-0" for tick in scale.ticks)
    assert not whole or all(tick % 1 == 0 for tick in scale.ticks)


@given(FIGURES, st.integers(0, 3))
def test_a_figure_is_written_with_its_decimals(value, decimals):
    shown = words.figure(value, decimals)
    assert "-" not in shown
    assert shown.strip("−0.,") or not shown.startswith("−")
