"""What is drawn comes from shown cells: what is not shown is drawn as nothing."""

from baerekraft.insight.charts import bars, span, stacked
from baerekraft.insight.charts.bars import Given

LEVELS = ["ikke", "litt", "godt", "svært godt"]


def test_the_longest_bar_fills_the_room():
    assert [bar.whole for bar in bars.draw([Given("Skole", "60", 60), Given("Helse", "15", 15)])] == [100, 25]


def test_what_is_inside_is_drawn_to_the_same_scale():
    (bar,) = bars.draw([Given("Del 1", "30 av 40", 40, 30)], most=80)

    assert (bar.whole, bar.part) == (50, 37.5)


def test_what_is_not_shown_has_no_bar():
    (bar,) = bars.draw([Given("Eiendom", "–", None)])

    assert bar.whole is None


def test_answers_share_one_bar():
    stack = stacked.draw("Før", [10, 30, None, 10], levels=LEVELS)

    assert [(share.level, share.left, share.width) for share in stack.shares] == [
        (1, 0, 20),
        (2, 20, 60),
        (4, 80, 20),
    ]


def test_nobody_answers_and_nothing_is_drawn():
    assert stacked.draw("Før", [None, None, None, None], levels=LEVELS).shares == []


def test_a_place_stands_between_the_lowest_and_the_highest():
    drawn = span.draw(30, 10, 20, 40, end=50)

    assert (drawn.low, drawn.middle, drawn.high, drawn.own, drawn.width) == (20, 40, 80, 60, 60)


def test_a_place_without_a_figure_is_not_on_the_line():
    assert span.draw(None, 10, 20, 40, end=50).own is None
