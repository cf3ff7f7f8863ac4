from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from baerekraft.indicators import loading, places, signals
from baerekraft.indicators.loading import Source
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.places import Place
from baerekraft.indicators.tests.factories import LINE, make_folder, make_indicator
from baerekraft.municipalities.models import Municipality
from baerekraft.sdg.tables import BadTable

pytestmark = pytest.mark.usefixtures("lines")

HALDEN = "elbiler,3001 Halden,2022,20.5,SSB,Tabell 1,https://ssb.no/1,CC BY 4.0,,2020"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
SSB = Source("SSB", "Tabell 1", "https://ssb.no/1", "CC BY 4.0")


def keep(value, *, place="3101", year=2025, updated=MONDAY, source=SSB, indicator="elbiler"):
    return loading.keep(indicator, place, year, value, source, updated=updated, at=MONDAY)


def test_a_figure_is_for_the_line_whichever_code_it_was_published_with(tmp_path):
    rows = [
        HALDEN,
        HALDEN.replace("3001", "0101").replace("2022", "2018"),
        HALDEN.replace("3001", "3101").replace("2022", "2024"),
    ]

    assert loading.load(make_folder(tmp_path, *rows)) == {"new": 3}
    halden = Municipality.objects.get(slug="halden")
    assert list(halden.indicator_values.values_list("year", flat=True)) == [2018, 2022, 2024]


def test_loading_twice_changes_nothing(tmp_path):
    loading.load(make_folder(tmp_path, HALDEN))
    before = list(Value.objects.values())

    assert loading.load(tmp_path) == {"same": 1}
    assert list(Value.objects.values()) == before


def test_the_database_follows_the_files(tmp_path):
    loading.load(make_folder(tmp_path, HALDEN, HALDEN.replace("2022", "2023")))
    row = Value.objects.get(year=2022)

    assert loading.load(make_folder(tmp_path, HALDEN.replace("20.5", "21"))) == {"changed": 1, "gone": 1}
    assert Value.objects.get() == row
    assert Value.objects.get().value == 21


def test_an_indicator_that_left_the_file_is_gone_unless_figures_were_fetched_for_it(tmp_path):
    loading.load(make_folder(tmp_path, HALDEN, indicators=(LINE, LINE.replace("elbiler", "biler"))))
    keep(20)

    loading.load(make_folder(tmp_path, indicators=(LINE.replace("elbiler", "sykler"),)))

    assert set(Indicator.objects.values_list("slug", flat=True)) == {"elbiler", "sykler"}


def test_what_was_fetched_stays_when_the_files_are_loaded_again(tmp_path):
    loading.load(make_folder(tmp_path, HALDEN))
    keep(22, place="3001", year=2022)

    assert loading.load(tmp_path) == {"fetched is kept": 1}
    assert Value.objects.get().value == 22


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (HALDEN.replace("elbiler", "elbil"), "«elbil» is not in indikatorer.csv"),
        (HALDEN.replace("3001", "9999"), "«9999 Halden» is not a place we know"),
        (HALDEN.replace("Halden", "Moss"), "3001 is Halden, not «Moss»"),
        (
            HALDEN.replace("3001 Halden", "0136 Rygge"),
            "0136 Rygge is only a part of Moss; join the parts first",
        ),
        (HALDEN.replace("3001 Halden", "Oslo og Viken"), "«Oslo og Viken» is not a place we know"),
        (HALDEN.replace("20.5", "omtrent 20"), "«omtrent 20» is not a number"),
        (HALDEN.replace("20.5", "NaN"), "«NaN» is not a number"),
        (HALDEN.replace("20.5", "205"), "205 is outside 0"),
        (HALDEN.replace("2022", ""), "year is «», not a whole number"),
        (HALDEN.replace("2022", "202"), "202 is not a year we can have figures for"),
        (HALDEN.replace("SSB", ""), "nobody is named as publisher"),
        (HALDEN.replace("https://", "javascript:"), "is not an address"),
        (HALDEN.replace(",2020", ""), "no borders_year"),
    ],
)
def test_a_bad_row_tells_file_line_and_what_and_nothing_is_loaded(tmp_path, row, what):
    with pytest.raises(BadTable, match=r"verdier-prove\.csv, line 3: .*") as error:
        loading.load(make_folder(tmp_path, HALDEN.replace("2022", "2021"), row))

    assert what in str(error.value)
    assert not Value.objects.exists()


def test_the_same_place_and_year_twice_is_an_error_also_under_another_code(tmp_path):
    with pytest.raises(
        BadTable, match=r"line 3: elbiler 3101 Halden 2022 stands on verdier-prove.csv, line 2 too"
    ):
        loading.load(make_folder(tmp_path, HALDEN, HALDEN.replace("3001", "3101")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("elbiler,7,,", "elbiler,18,,"),
        ("elbiler,7,,", "elbiler,7,8.1,"),
        (",up,", ",better,"),
        (",0,100,", ",100,0,"),
        (",0,100,", ",0,mye,"),
        (",none,", ",median,"),
        ("Elbiler,Elbilar,Electric cars", ",,"),
    ],
)
def test_a_bad_indicator_tells_its_line(tmp_path, old, new):
    with pytest.raises(BadTable, match=r"indikatorer\.csv, line 2: "):
        loading.load(make_folder(tmp_path, indicators=(LINE.replace(old, new),)))


def test_a_fetched_figure_is_new_then_same_then_changed_and_an_older_one_is_not_taken():
    make_indicator()

    assert keep(20) == "new"
    assert keep("20.0") == "same"
    assert keep(21, updated=MONDAY + timedelta(days=1)) == "changed"
    assert keep(19, updated=MONDAY - timedelta(days=1)) == "older"
    assert keep(19, updated=MONDAY + timedelta(days=1)) == "older"
    assert Value.objects.get().value == 21
    assert Value.objects.get().updated_at == MONDAY + timedelta(days=1)


def test_a_fetched_figure_takes_the_place_of_one_from_a_file(tmp_path):
    loading.load(make_folder(tmp_path, HALDEN))

    assert keep(23, place="3001", year=2022) == "changed"
    row = Value.objects.get()
    assert (row.value, row.loaded_from, row.fetched_at, row.borders_year) == (23, "ssb", MONDAY, None)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"value": ".."}, "refused: «..» is not a number"),
        ({"value": None}, "refused: «None» is not a number"),
        ({"value": float("inf")}, "refused: «inf» is not a number"),
        ({"value": True}, "refused: «True» is not a number"),
        ({"value": -1}, "refused: -1 is outside 0"),
        ({"value": 1, "place": "0301"}, "refused: «0301» is not a place we know"),
        ({"value": 1, "place": "0104", "year": 2015}, "refused: 0104 Moss is only a part of Moss"),
        ({"value": 1, "year": 2040}, "refused: 2040 is not a year"),
        ({"value": 1, "indicator": "solceller"}, "refused: «solceller» is not an indicator"),
        ({"value": 1, "source": Source("")}, "refused: nobody is named as publisher"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_reason(given, why):
    make_indicator()

    assert keep(**given).startswith(why)
    assert not Value.objects.exists()


def test_a_place_can_be_a_municipality_a_county_or_the_country():
    make_indicator()

    assert keep(1, place=Municipality.objects.get(slug="halden")) == "new"
    assert keep(Decimal(2), place="31") == "new"
    assert keep(3, place="0") == "new"
    assert set(Value.objects.values_list("region", flat=True)) == {"", "Østfold", "Norge"}


def test_what_a_source_may_say_fits_in_the_database():
    for name, longest in loading.LONGEST.items():
        assert Value._meta.get_field(name).max_length == longest


@pytest.fixture
def heard():
    """How often it was said that figures were loaded."""
    told = []

    def hear(**news):
        told.append(news)

    signals.loaded.connect(hear)
    yield told
    signals.loaded.disconnect(hear)


def test_what_files_change_is_told_once_and_nothing_when_they_change_nothing(tmp_path, heard):
    loading.load(make_folder(tmp_path, HALDEN, HALDEN.replace("2022", "2023")))
    assert len(heard) == 1
    loading.load(tmp_path)
    assert len(heard) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"values": (HALDEN.replace("20.5", "21"),)},
        {"values": (HALDEN.replace("Tabell 1", "Tabell 2"),)},
        {"values": ()},
        {"values": (HALDEN,), "indicators": (LINE.replace("Elbiler", "Elektriske biler"),)},
        {"values": (HALDEN,), "indicators": (LINE, LINE.replace("elbiler", "biler"))},
    ],
)
def test_a_figure_a_source_or_an_indicator_that_changed_is_told(tmp_path, heard, changed):
    loading.load(make_folder(tmp_path, HALDEN))
    loading.load(make_folder(tmp_path, *changed["values"], indicators=changed.get("indicators", (LINE,))))
    assert len(heard) == 2


def test_an_indicator_that_is_gone_is_told(tmp_path, heard):
    loading.load(make_folder(tmp_path, HALDEN, indicators=(LINE, LINE.replace("elbiler", "biler"))))
    loading.load(make_folder(tmp_path, HALDEN))
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("outcomes", "times"),
    [
        ({"new": 1}, 1),
        ({"source changed": 2, "same": 1}, 1),
        ({"same": 3, "older": 1}, 0),
        ({"changed": 0}, 0),
    ],
)
def test_what_was_fetched_is_told_when_there_is_something_to_see(heard, outcomes, times):
    loading.tell(Counter(outcomes))
    assert len(heard) == times


def test_the_register_is_not_read_for_a_county_or_a_place_that_is_known(django_assert_num_queries):
    halden = places.find("3101")
    with django_assert_num_queries(0):
        assert places.find("30") == places.find("Viken") == Place(region="Viken")
        assert places.find(halden) is halden


def test_the_limits_stand_without_the_noughts_of_the_database():
    make_indicator()
    assert keep(101) == "refused: 101 is outside 0–100"


def test_the_same_figure_with_another_title_is_kept_and_is_not_a_changed_figure():
    make_indicator()
    keep(20)
    later = MONDAY + timedelta(days=1)

    assert keep(20, updated=later, source=replace(SSB, title="Tabell 2")) == "source changed"
    assert Value.objects.get().title == "Tabell 2"
