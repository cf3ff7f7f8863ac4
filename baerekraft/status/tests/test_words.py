from decimal import Decimal

import pytest
from django.utils import translation

from baerekraft.indicators import trend
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.series import Point
from baerekraft.indicators.standing import Band, Standing
from baerekraft.sdg.texts import Texts
from baerekraft.status import words

PER_CENT = Texts(nb="prosent", nn="prosent", en="per cent")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def make(
    *, unit: Texts = PER_CENT, decimals: int = 1, most: int = 100, wanted: str = "up", joining: str = "none"
) -> Indicator:
    return Indicator(
        slug="turnout",
        goal=16,
        name=Texts(nb="Valgdeltakelse", en="Turnout"),
        unit=unit,
        decimals=decimals,
        least=Decimal(0),
        most=Decimal(most),
        wanted=wanted,
        joining=joining,
    )


def points(*figures: tuple[int, str]) -> list[Point]:
    return [Point(year, Decimal(value), Value(region="Viken")) for year, value in figures]


@pytest.mark.parametrize(
    ("language", "value", "decimals", "shown"),
    [
        ("nb", "1234567.25", 1, "1\u00a0234\u00a0567,3"),
        ("nn", "-8.45", 1, "−8,5"),
        ("en", "1234.5", 0, "1,235"),
        ("en", "-0.04", 1, "0.0"),
        ("nb", "409", 0, "409"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it_and_rounded_not_cut(language, value, decimals, shown):
    with translation.override(language):
        assert words.number(Decimal(value), decimals) == shown


def test_a_value_never_parts_from_its_unit():
    kilo = Texts(nb="kg", nn="kg", en="kg")
    with translation.override("nb"):
        assert words.value(make(), Decimal("61.2")) == "61,2\u00a0%"
        assert words.value(make(unit=kilo, decimals=0), Decimal(409)) == "409\u00a0kg"
    assert words.value(make(), Decimal("61.2")) == "61.2%"


def test_a_count_needs_no_unit_and_a_list_one_is_on_or_not_says_so():
    count = Texts(nb="antall", nn="tal", en="number")
    robek = make(unit=Texts(nb="1 = ja, 0 = nei"), decimals=0, most=1)

    assert words.value(make(unit=count, decimals=0), Decimal(1500)) == "1,500"
    assert [words.value(robek, Decimal(number)) for number in (1, 0)] == ["yes", "no"]


def test_a_unit_that_begins_with_a_thousand_is_said_in_a_word():
    tonnes = make(unit=Texts(nb="1 000 tonn", en="1,000 tonnes"), decimals=0)
    crimes = make(unit=Texts(nb="per 1 000 innbyggere"), decimals=1)
    with translation.override("nb"):
        assert words.value(crimes, Decimal("6.7")) == "6,7\u00a0per 1\u00a0000 innbyggere"

    assert words.value(tonnes, Decimal(1692)) == "1,692\u00a0thousand\u00a0tonnes"


def test_large_and_small_for_a_heading():
    assert words.parts(make(), Decimal("61.2")) == ("61.2%", "")
    assert words.parts(make(unit=Texts(nb="kg"), decimals=0), Decimal(409)) == ("409", "kg")


@pytest.mark.parametrize(
    ("wanted", "last", "word", "way"),
    [
        ("up", "64.0", "Better", "up"),
        ("up", "60.0", "Worse", "down"),
        ("down", "60.0", "Better", "down"),
        ("none", "64.0", "Higher", "up"),
        ("none", "60.0", "Lower", "down"),
        ("up", "61.2", "About the same", "level"),
    ],
)
def test_the_word_says_whether_it_is_good_and_the_arrow_follows_the_number(wanted, last, word, way):
    indicator = make(wanted=wanted)
    found = trend.of(indicator, points((2013, "61.2"), (2017, last)))

    assert words.trend_word(found) == word
    assert words.trend_way(found) == way
    assert words.trend_sentence(indicator, found).startswith(f"{word}: ")
    assert "61.2%" in words.trend_sentence(indicator, found)
    assert "2013" in words.trend_sentence(indicator, found)


def test_one_year_is_no_trend():
    found = trend.of(make(), points((2013, "61.2")))

    assert words.trend_word(found) == "One year only"
    assert words.trend_way(found) == "none"
    assert words.trend_sentence(make(), found) == words.trend_sentence(make(), None)
    assert "one year only" in words.trend_sentence(make(), None)


def test_a_comparison_names_the_other_and_its_figure():
    indicator = make()
    found = trend.compared(indicator, Decimal("61.2"), Decimal("58.1"))

    assert words.compared_words(indicator, found, Decimal("58.1")) == "Better than Norway (58.1%)"
    assert (
        words.compared_sentence(indicator, found, Decimal("58.1"), year=2017, name="Ås")
        == "Better than Ås (58.1%) in 2017."
    )


def test_places_are_said_in_the_readers_language():
    assert words.place("Norge") == "Norway"
    assert words.place("Akershus (til 2019)") == "Akershus (until 2019)"
    assert words.place("Viken") == "Viken"


def test_what_is_not_vikens_own_figure_says_so():
    assert words.missing_note("Viken") == ""
    assert "all of Norway" in words.missing_note("Norge")
    assert "Buskerud (until 2019)" in words.missing_note("Buskerud (til 2019)")


def test_a_new_figure_has_no_note_an_old_one_its_year_and_a_very_old_one_a_warning():
    assert words.age_note(2021, 2026) == ""
    assert words.age_note(2018, 2026) == "The figure is from 2018."
    assert words.age_note(2010, 2026) == "The figure is from 2010. Much may have changed."


def test_years_as_a_span():
    assert words.years([2016, 2011, 2016]) == "2011–2016"
    assert words.years([2021]) == "2021"
    assert words.years([]) == ""


def test_a_place_among_the_others_is_a_third_or_nothing():
    sure = Standing(2021, Decimal(1), 51, 3, 9, Band.HIGH)
    unsure = Standing(2021, Decimal(1), 51, 9, 40, None)

    assert "highest third of 51" in words.band_sentence(sure)
    assert "cannot say" in words.band_sentence(unsure)
    assert words.band_word(sure.band) == "highest"
    assert words.band_word(None) == "uncertain"
    assert words.place_range(sure) == "between place 3 and 9 of 51, where 1 is the highest"
    assert words.place_range(Standing(2021, Decimal(1), 51, 1, 1, Band.HIGH)).startswith("place 1 of 51")


def test_which_way_is_wanted():
    assert {words.wanted(make(wanted=way)) for way in ("up", "down", "none")} == {
        "Higher is better.",
        "Lower is better.",
        "Neither high nor low is better in itself.",
    }
