from decimal import Decimal
from itertools import combinations, pairwise
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.indicators.charts import strip
from baerekraft.indicators.charts.tests import reading

FIGURES = st.decimals(-1000, 1000, places=1, allow_nan=False, allow_infinity=False)


def drawn(values: dict[str, Decimal], *marked: str):
    return strip.draw("Skog", values, marked=marked, unit="prosent", decimals=1, description="")


def everyone() -> dict[str, Decimal]:
    return {f"Kommune {i}": Decimal(i * i) / 10 for i in range(51)}


def test_everyone_is_a_dot_and_halden_is_named():
    drawing = drawn(everyone() | {"Halden": Decimal(100)}, "Halden")
    assert len(reading.of_class(drawing, "dot")) == 52
    assert len(reading.of_class(drawing, "crowd")) == 51
    assert "Halden 100.0%" in reading.texts(drawing)


def test_two_are_told_apart_by_shape_and_place():
    drawing = drawn(everyone() | {"Halden": Decimal(100), "Bærum": Decimal(90)}, "Halden", "Bærum")
    halden, baerum = (one for one in reading.inline(drawing).iter("text") if "strong" in one.get("class", ""))
    assert float(halden.get("y")) < float(baerum.get("y"))
    assert [one.tag for one in reading.of_class(drawing, "named")] == ["circle", "path"]


def test_who_has_no_figure_is_not_named():
    assert not any("Hol" in text for text in reading.texts(drawn(everyone(), "Hol")))


def test_the_middle_one_is_told():
    assert any("62.5%" in text for text in reading.texts(drawn(everyone())))
    assert not any("Dashed" in text for text in reading.texts(drawn({"Moss": Decimal(1), "Ås": Decimal(2)})))


def test_nobody_is_an_axis_without_dots():
    assert not reading.of_class(drawn({}), "dot")


@given(st.lists(FIGURES, min_size=1, max_size=51))
@settings(max_examples=40, deadline=None)
def test_a_dot_stands_at_its_figure_and_covers_no_other(values):
    drawing = drawn({f"k{i}": value for i, value in enumerate(values)})
    dots = [
        (float(one.get("cx")), float(one.get("cy")), float(one.get("r")))
        for one in reading.of_class(drawing, "dot")
    ]
    assert all(dist(one[:2], other[:2]) >= 2 * one[2] - 0.2 for one, other in combinations(dots, 2))
    in_order = sorted(zip(values, dots, strict=True))
    assert all(one[1][0] <= other[1][0] + 0.1 for one, other in pairwise(in_order))
