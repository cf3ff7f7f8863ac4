"""What Siri takes with her says what the page says."""

import csv
import re
from html import unescape
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.insight.tests.calendar import last_week
from baerekraft.insight.tests.factories import coordinator, unit
from baerekraft.pdf.tests import reading
from baerekraft.pdf.tests.checking import accessible
from baerekraft.reports import figures
from baerekraft.reports.pdf import one_page
from baerekraft.reports.report import Report
from baerekraft.reports.scopes import Scope
from baerekraft.reports.tests.factories import make_crowd, scope

pytestmark = pytest.mark.django_db
LONG = "Barneverntjenesten med akuttberedskap, tiltak og forebyggende team for hele byen"


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def story() -> Report:
    """Thirty-three in three units, some of them managers; twelve did two lessons, and all did it last week."""
    make_crowd(21, unit="Skole", role="employee", at=last_week())
    make_crowd(12, unit="Helse", role="leader", lessons=2, at=last_week())
    make_crowd(3, unit="Eiendom", at=last_week())
    return figures.of(scope("Bærum"), today=timezone.localdate())


def numbers(report: Report) -> list[list[str]]:
    """Every row with what stands in it, table by table."""
    return [
        [row.label, *("–" if cell is None else str(cell) for cell in row.cells)]
        for table in report.tables
        for row in table.rows
    ]


def on_the_page(client: Client) -> list[list[str]]:
    page = client.get("/innsikt/baerum/tabeller/").content.decode()
    rows = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", page)
    cells = [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]
    return [[label, *(re.sub(r"\s|%|min", "", cell) for cell in rest)] for label, *rest in cells]


@pytest.fixture(autouse=True)
def three_units() -> None:
    for name in ("Skole", "Helse", "Eiendom"):
        unit("Bærum", name)


def test_page_csv_and_xlsx_say_the_same(siri):
    told = numbers(story())

    content = siri.get("/innsikt/baerum/tall.csv").content.decode("utf-8-sig")
    in_csv = [row for row in csv.reader(StringIO(content), delimiter=";") if row]
    book = openpyxl.load_workbook(BytesIO(siri.get("/innsikt/baerum/tall.xlsx").content))
    in_xlsx = [[str(cell) for cell in row if cell is not None] for sheet in book for row in sheet.values]

    shown = [row for row in on_the_page(siri) if len(row) > 1]
    assert [row for row in told if row in shown] == told
    assert [row for row in told if row not in in_csv] == []
    assert [row for row in told if row not in in_xlsx] == []


def test_the_page_for_the_director_has_the_pages_headline(siri):
    story()
    page = siri.get("/innsikt/baerum/").content.decode()

    document = reading.text(siri.get("/innsikt/baerum/rapport.pdf").content)

    large = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert large
    for label, number in large:
        assert unescape(label) in document
        assert number in document


def test_four_people_are_no_more_in_a_file_than_nobody(siri):
    nobody = siri.get("/innsikt/baerum/rapport.pdf").content
    make_crowd(4, unit="Skole", at=last_week())

    assert siri.get("/innsikt/baerum/rapport.pdf").content == nobody


@pytest.mark.parametrize("place", ["Nes", "Nordre Follo", "Bærum"])
def test_a_screen_reader_can_read_it_and_it_is_one_page(place):
    make_crowd(12, place, at=last_week())

    document = one_page.pdf(figures.of(scope(place), today=timezone.localdate()))

    accessible(document)
    with reading.opened(document) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("name", [LONG, "Å" * 80])
def test_a_unit_with_the_longest_name_fits_one_page(name):
    team = unit("Bærum", name)
    make_crowd(12, unit=team.name, at=last_week())

    document = one_page.pdf(figures.of(Scope(team.municipality, team), today=timezone.localdate()))

    with reading.opened(document) as pdf:
        assert len(pdf.pages) == 1


def test_the_weeks_have_words_for_those_who_do_not_see_them():
    make_crowd(12, at=last_week())

    tags = reading.tags(one_page.pdf(figures.of(scope("Bærum"), today=timezone.localdate())))

    assert [alternative for tag, alternative in tags if tag == "Figure" and "10" in alternative]


def test_the_same_report_gives_the_same_bytes():
    report = story()

    assert one_page.pdf(report) == one_page.pdf(report)
