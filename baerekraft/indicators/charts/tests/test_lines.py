from decimal import Decimal
from itertools import combinations

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.indicators.charts import lines
from baerekraft.indicators.charts.lines import Line
from baerekraft.indicators.charts.tests import reading
from baerekraft.indicators.charts.tests.examples import series


def drawn(*shown: Line, unit: str = "prosent", decimals: int = 1):
    return lines.draw("Valg", shown, unit=unit, decimals=decimals, description="")


def at(*pairs: tuple[int, float]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((year, Decimal(str(value))) for year, value in pairs)


def years(drawing) -> list[str]:
    return [text for text in reading.texts(drawing) if text.isdecimal() and len(text) == 4 and text > "1900"]


def test_years_are_told_only_where_there_are_figures():
    assert years(drawn(Line("Viken", at((2010, 70), (2015, 71), (2020, 74))))) == ["2010", "2015", "2020"]


def test_years_without_figures_are_dotted_and_said():
    drawing = drawn(Line("Viken", at((2010, 70), (2011, 71), (2015, 74))))
    assert len(reading.of_class(drawing, "line", "gap")) == 1
    assert len(reading.of_class(drawing, "line")) == 2
    assert "Dotted: years without figures." in reading.texts(drawing)


def test_between_elections_no_year_is_missing():
    drawing = drawn(Line("Viken", at((2013, 70), (2017, 71), (2021, 74))))
    assert not reading.of_class(drawing, "gap")
    missed = drawn(Line("Viken", at((2013, 70), (2017, 71), (2025, 74))))
    assert len(reading.of_class(missed, "gap")) == 1


def test_an_axis_without_zero_says_so():
    note = "The axis does not start at zero."
    assert note in reading.texts(drawn(Line("Viken", series(2020, 78, 80))))
    assert note not in reading.texts(drawn(Line("Viken", series(2020, 20, 80))))


def test_figures_from_one_year_are_bars():
    drawing = drawn(Line("Viken", series(2021, 78)), Line("Norge", series(2021, 80), "compare"))
    assert len(reading.of_class(drawing, "bar")) == 2
    assert "Prosent, 2021" in reading.texts(drawing)


def test_a_place_with_one_year_is_a_dot():
    drawing = drawn(Line("Viken", series(2020, 78)), Line("Norge", series(2019, 80, 81), "compare"))
    assert len(reading.of_class(drawing, "dot", "main")) == 1
    assert not reading.of_class(drawing, "line", "main")


def test_a_county_before_and_after_the_borders_moved_is_named_once():
    drawing = drawn(
        Line("Østfold (til 2019)", series(2016, 70, 71), "other", "Østfold"),
        Line("Østfold", series(2020, 72, 74), "other", "Østfold"),
    )
    assert "Østfold" in reading.texts(drawing)
    assert not any("til" in text for text in reading.texts(drawing))
    assert len(reading.of_class(drawing, "join")) == 1
    assert "Grey dots: the borders moved." in reading.texts(drawing)


def test_three_counties_that_cross_are_told_apart():
    drawing = drawn(
        *(Line(name, series(2016, i, 3 - i)) for i, name in enumerate(("Akershus", "Buskerud", "Østfold")))
    )
    assert [len(reading.of_class(drawing, "line", look)) for look in ("main", "second", "third")] == [1, 1, 1]


def test_every_line_says_its_last_figure():
    with translation.override("nb"):
        texts = reading.texts(
            drawn(Line("Viken", series(2019, 78, 80.25)), Line("Norge", series(2019, -3, -1), "compare"))
        )
    assert {"Viken", "Norge", "80,3\u00a0%", "−1,0\u00a0%"} <= set(texts)


def test_nothing_at_all_is_an_empty_chart():
    assert reading.texts(drawn()) == ["Prosent"]
    assert reading.texts(drawn(Line("Viken", ()))) == ["Prosent"]


def test_order_of_the_figures_does_not_matter():
    assert drawn(Line("Viken", series(2019, 1, 2, 3))) == drawn(Line("Viken", series(2019, 1, 2, 3)[::-1]))


NAMES = ("Nore og Uvdal", "Norge", "Viken", "Østfold", "Akershus", "Aurskog-Høland")


@given(
    st.lists(st.lists(st.integers(0, 999), min_size=2, max_size=8), min_size=1, max_size=6),
    st.integers(0, 2),
)
@settings(max_examples=80, deadline=None)
def test_names_at_the_right_never_cover_each_other(figures, decimals):
    shown = [
        Line(name, series(2025 - len(values), *values), "main" if i < 2 else "other")
        for i, (name, values) in enumerate(zip(NAMES, figures, strict=False))
    ]
    drawing = drawn(*shown, decimals=decimals)
    boxes = [
        reading.box(one) for name in NAMES for one in reading.inline(drawing).iter("text") if one.text == name
    ]
    assert len(boxes) == len(shown)
    assert not any(reading.overlap(one, other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("values", [(0, 0), (5, 5), (0, 9_999_999), (-5, 5), (0.001, 0.002), (-9, -8)])
def test_lines_stay_between_their_axes(values):
    drawing = drawn(Line("Viken", series(2019, *values)), decimals=3)
    height = float(reading.inline(drawing).find("svg").get("viewBox").split()[3])
    for line in reading.of_class(drawing, "line"):
        assert all(0 <= x <= 360 and 0 <= y <= height for x, y in reading.points(line))
