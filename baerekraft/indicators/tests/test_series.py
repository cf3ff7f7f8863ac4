from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from baerekraft.indicators import series
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.tests.factories import make_indicator
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.usefixtures("figures")


def find(slug: str) -> Indicator:
    return Indicator.objects.get(slug=slug)


def test_haldens_turnout_goes_on_over_both_border_changes():
    points = series.of(find("valgdeltakelse"), municipality=Municipality.objects.get(slug="halden"))

    assert [point.year for point in points] == [2013, 2017, 2021, 2025]
    assert points[2].value == Decimal("71.7")
    assert points[2].value_row.publisher == "Valgdirektoratet"


def test_the_newest_is_the_last():
    assert series.latest(find("elbiler"), region="Viken").value == Decimal("8.3")
    assert series.latest(find("elbiler"), region="Buskerud") is None


def test_a_county_is_shown_with_those_before_and_after_it_but_never_joined_to_them():
    found = series.through_time(find("valgdeltakelse"), "Viken")

    assert list(found) == [
        "Akershus (til 2019)", "Buskerud (til 2019)", "Østfold (til 2019)",
        "Viken", "Akershus", "Buskerud", "Østfold",
    ]  # fmt: skip
    assert [point.year for point in found["Viken"]] == [2021, 2025]
    assert [point.year for point in found["Akershus"]] == [2021, 2025]


def test_a_series_is_for_one_place():
    with pytest.raises(TypeError):
        series.of(find("elbiler"))
    with pytest.raises(TypeError):
        series.of(find("elbiler"), municipality=Municipality.objects.get(slug="asker"), region="Viken")


def test_an_indicator_is_named_in_the_readers_language():
    indicator = make_indicator("elsykler")
    indicator.refresh_from_db()

    with translation.override("en"):
        assert str(indicator) == "Electric cars"
    with translation.override("nn"):
        assert str(indicator) == "Elbilar"


@pytest.mark.parametrize(
    "place", [{}, {"region": "Viken", "municipality_id": 1}, {"region": "Viken"}, {"municipality_id": 2}]
)
def test_the_database_keeps_one_value_a_place_and_year(place):
    indicator = make_indicator("elsykler")
    for known in ({"region": "Viken"}, {"municipality_id": 2}):
        Value.objects.create(indicator=indicator, year=2022, value=1, publisher="SSB", **known)

    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.create(indicator=indicator, year=2022, value=1, publisher="SSB", **place)
