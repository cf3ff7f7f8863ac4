from decimal import Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators.charts import bars
from baerekraft.indicators.charts.bars import Bar
from baerekraft.indicators.charts.tests import reading

FIGURES = st.decimals(-1_000_000, 1_000_000, places=2, allow_nan=False, allow_infinity=False)


def drawn(*values: Decimal | str, unit: str = "prosent"):
    shown = [Bar(f"Kommune {i}", Decimal(value)) for i, value in enumerate(values)]
    return bars.draw("Skog", shown, unit=unit, decimals=1, description="")


@given(st.lists(FIGURES, min_size=1, max_size=12))
def test_every_bar_starts_at_zero_and_is_as_long_as_its_figure(values):
    rects = reading.of_class(drawn(*values), "bar")
    zero = reading.points(reading.of_class(drawn(*values), "base")[0])[0][0]
    longest = max(abs(value) for value in values)
    unit = max(float(rect.get("width")) for rect in rects)
    for value, rect in zip(values, rects, strict=True):
        left, width = float(rect.get("x")), float(rect.get("width"))
        assert abs((left if value >= 0 else left + width) - zero) < 0.2
        assert not longest or abs(width - float(abs(value) / longest) * unit) < 0.3
        assert left >= 0
        assert left + width <= 360


def test_norway_and_the_municipality_each_say_their_figure():
    with translation.override("nb"):
        drawing = bars.draw(
            "Folketall",
            [Bar("Bærum", Decimal(128982)), Bar("Norge", Decimal(-5), "compare")],
            unit="innbyggere",
            decimals=0,
            description="",
        )
    assert reading.texts(drawing) == ["Innbyggere", "Bærum", "128\u00a0982", "Norge", "−5"]
    assert [one.text for one in reading.of_class(drawing, "strong")] == ["Bærum", "128\u00a0982"]


def test_nothing_is_a_bar_of_no_length():
    assert [rect.get("width") for rect in reading.of_class(drawn("0"), "bar")] == ["0"]
    assert "−0" not in "".join(reading.texts(drawn("-0.04")))
