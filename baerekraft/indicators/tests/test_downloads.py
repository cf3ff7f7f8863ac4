import csv
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from unittest import mock

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from baerekraft.indicators import downloads
from baerekraft.indicators.models import Value
from baerekraft.indicators.tests.factories import make_indicator
from baerekraft.municipalities.models import Municipality


def make_value(indicator, place, year=2024, value="12.5", **told):
    where = {"region": place} if isinstance(place, str) else {"municipality": place}
    told = {"publisher": "SSB", "title": "Tabell 1", "url": "https://ssb.no/1", "licence": "CC BY 4.0"} | told
    return Value.objects.create(indicator=indicator, year=year, value=Decimal(value), **where, **told)


def read_csv(body):
    return list(csv.DictReader(StringIO(body.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(body):
    return load_workbook(BytesIO(body))


def cells(sheet):
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


@pytest.fixture
def moss(lines):
    return Municipality.objects.get(slug="moss")


@pytest.fixture
def indicator(lines):
    return make_indicator()


def test_everything_there_is_comes_in_all_three_forms_with_its_source(figures):
    values = downloads.everything()
    table = read_csv(downloads.csv(values))

    assert len(table) == Value.objects.count() == len(cells(read_xlsx(downloads.xlsx(values)).worksheets[0]))
    assert len(table) == len(json.loads(downloads.json(values))["values"])
    assert tuple(table[0]) == downloads.HEADER
    assert all(row["publisher"] and row["url"] and row["licence"] for row in table)


def test_two_questions_to_the_database_are_enough(figures, django_assert_num_queries):
    for make in (downloads.csv, downloads.xlsx, downloads.json):
        with django_assert_num_queries(2):
            make(downloads.everything())


def test_excel_in_norwegian_reads_semicolons_and_a_comma_in_the_number(indicator, moss):
    make_value(indicator, moss)

    body = downloads.csv(downloads.everything())

    assert body.startswith(b"\xef\xbb\xbfindicator;name;")
    assert b";2024;12,5;" in body
    assert body.endswith(b"\r\n")


def test_a_municipality_has_the_code_of_today_and_a_county_the_one_it_had(indicator, moss):
    make_value(indicator, moss, year=2018)
    make_value(indicator, "Østfold (til 2019)")
    make_value(indicator, "Norge")

    found = [(row["place"], row["code"], row["place_kind"]) for row in downloads.rows(downloads.everything())]

    assert found == [
        ("Norge", "0", "country"),
        ("Østfold (til 2019)", "01", "county"),
        ("Moss", "3103", "municipality"),
    ]


@pytest.mark.parametrize(
    ("kept", "written"),
    [("12.500000", "12,5"), ("1200", "1200"), ("-0.1", "-0,1"), ("0", "0"), ("0.000001", "0,000001")],
)
def test_a_number_has_no_more_zeros_than_it_was_published_with(indicator, moss, kept, written):
    indicator.least = -100
    make_value(indicator, moss, value=kept)
    values = downloads.everything()

    assert read_csv(downloads.csv(values))[0]["value"] == written
    assert cells(read_xlsx(downloads.xlsx(values)).worksheets[0])[0]["value"] == float(kept)
    assert json.loads(downloads.json(values))["values"][0]["value"] == float(kept)


def test_a_whole_number_is_written_as_one(indicator, moss):
    make_value(indicator, moss, value="31444")

    assert b'"value": 31444,' in downloads.json(downloads.everything())


def test_terms_nobody_has_given_are_said_to_be_unclear(indicator, moss):
    for year, licence in (
        (2020, ""),
        (2021, "NLOD antatt, ikke oppgitt"),
        (2022, "NLOD 2.0"),
        (2023, "CC BY 4.0"),
    ):
        make_value(indicator, moss, year=year, licence=licence)

    with translation.override("en"):
        assert [row["licence"] for row in downloads.rows(downloads.everything())] == [
            "Not clarified",
            "Not clarified: NLOD antatt, ikke oppgitt",
            "NLOD 2.0",
            "CC BY 4.0",
        ]


def test_only_what_the_publisher_has_licensed_counts_as_clear(figures):
    clear = {
        licence for licence in Value.objects.values_list("licence", flat=True) if downloads.clarified(licence)
    }

    assert clear == {"CC BY 4.0"}


def test_names_and_units_are_in_the_language_being_spoken(indicator, moss):
    make_value(indicator, moss)

    with translation.override("en"):
        row = next(downloads.rows(downloads.everything()))

    assert (row["name"], row["unit"]) == ("Electric cars", "per cent")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|'/c calc'!A1"]
)
def test_a_publisher_cannot_smuggle_in_a_formula(indicator, moss, text):
    make_value(indicator, moss, publisher=text, note=text)
    values = downloads.everything()

    assert read_csv(downloads.csv(values))[0]["publisher"].startswith("'")
    book = read_xlsx(downloads.xlsx(values))
    for sheet in book.worksheets:
        assert not [cell for line in sheet for cell in line if cell.data_type == "f"]
    assert book.worksheets[0]["M2"].data_type == "s"
    assert book.worksheets[0]["M2"].quotePrefix


def test_ordinary_text_is_left_alone():
    assert downloads.safe("Tabell 09594 – areal") == "Tabell 09594 – areal"
    assert downloads.safe("") == ""


@given(st.text())
def test_no_text_whatever_begins_like_a_formula(text):
    assert not downloads.safe(text).lstrip().startswith(downloads.FORMULA)


def test_characters_no_sheet_can_hold_are_left_out(indicator, moss):
    make_value(indicator, moss, note="a\x0bb")

    assert cells(read_xlsx(downloads.xlsx(downloads.everything())).worksheets[0])[0]["note"] == "ab"


def test_a_heading_stays_in_view_and_the_sources_have_a_sheet(indicator, moss):
    make_value(indicator, moss, year=2022)
    make_value(indicator, moss, year=2023)
    make_value(indicator, moss, year=2024, title="Tabell 2")

    with translation.override("en"):
        book = read_xlsx(downloads.xlsx(downloads.everything()))

    assert book.sheetnames == ["Figures", "Sources"]
    assert book["Figures"].freeze_panes == "A2"
    assert book["Figures"].column_dimensions["B"].width == len("Electric cars") + 2
    assert [row["title"] for row in cells(book["Sources"])] == ["Tabell 1", "Tabell 2"]


def test_the_same_figures_give_the_same_bytes_tomorrow(indicator, moss):
    make_value(indicator, moss)
    today = downloads.xlsx(downloads.everything())

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with mock.patch("openpyxl.writer.excel.datetime") as clock, mock.patch("time.time", tomorrow.timestamp):
        clock.datetime.now.return_value = tomorrow
        assert downloads.xlsx(downloads.everything()) == today


def test_no_figures_is_a_file_with_a_heading(db):
    none = Value.objects.none()

    assert downloads.csv(none).decode("utf-8-sig").splitlines() == [";".join(downloads.HEADER)]
    assert json.loads(downloads.json(none))["values"] == []
    assert read_xlsx(downloads.xlsx(none)).worksheets[0].max_row == 1


def test_moss_gets_only_its_own(figures):
    moss = Municipality.objects.get(slug="moss")

    assert {row["place"] for row in downloads.rows(downloads.of_municipality(moss))} == {"Moss"}
    assert {row["indicator"] for row in downloads.rows(downloads.of_indicator("elbiler"))} <= {"elbiler"}


def test_a_file_is_named_and_typed_by_its_ending(indicator, moss):
    made = downloads.file("elbiler", "csv", downloads.of_indicator("elbiler"))

    assert (made.name, made.content_type) == ("elbiler.csv", "text/csv; charset=utf-8")
    with pytest.raises(KeyError):
        downloads.file("elbiler", "pdf", [])
