import csv
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection

from baerekraft.indicators import loading, table
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.table import Cell
from baerekraft.indicators.tests.factories import make_indicator
from baerekraft.municipalities.models import Municipality


def halden() -> Municipality:
    return Municipality.objects.get(slug="halden")


@pytest.mark.usefixtures("figures")
class TestTheContent:
    def test_every_cell_is_the_newest_figure_in_the_content_files(self):
        newest: dict[tuple[str, str], tuple[int, Decimal]] = {}
        file = settings.CONTENT_DIR / loading.FOLDER / "verdier-kommuner.csv"
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                key = row["indicator"], row["place"][:4]
                newest[key] = max(newest.get(key, (0, Decimal(0))), (int(row["year"]), Decimal(row["value"])))
        found = table.latest()
        codes = {one.pk: set(one.codes.values_list("code", flat=True)) for one in found.municipalities}

        assert len(found.cells) == len(newest) > 1000
        for (slug, place), cell in found.cells.items():
            (code,) = [code for code in codes[place] if (slug, code) in newest]
            assert (cell.year, cell.value) == newest[slug, code]

    def test_it_holds_all_51_and_only_indicators_that_a_municipality_has_a_figure_for(self):
        found = table.latest()

        assert [one.name for one in found.municipalities][-2:] == ["Ål", "Ås"]
        assert len(found.municipalities) == 51
        assert "valgdeltakelse" in {indicator.slug for indicator in found.indicators}
        assert "uforetrygd" not in {indicator.slug for indicator in found.indicators}
        assert list(found.indicators) == list(
            Indicator.objects.filter(values__municipality__isnull=False).distinct()
        )

    def test_one_municipality_and_one_indicator(self):
        found = table.latest()
        turnout = Indicator.objects.get(slug="valgdeltakelse")

        assert found.of(halden())["valgdeltakelse"] == Cell(Decimal("75.3"), 2025)
        assert found.row(turnout)[halden().pk] == Cell(Decimal("75.3"), 2025)
        assert len(found.row(turnout)) == 51
        assert "elbiler" not in found.of(halden())

    def test_only_the_indicators_asked_for(self):
        turnout = Indicator.objects.get(slug="valgdeltakelse")
        national = Indicator.objects.get(slug="uforetrygd")

        found = table.latest([turnout, national])

        assert found.indicators == (turnout,)
        assert {slug for slug, _municipality in found.cells} == {"valgdeltakelse"}

    def test_it_takes_five_questions_however_many_there_are(self, django_assert_num_queries):
        with django_assert_num_queries(5):
            table.latest()


@pytest.mark.usefixtures("lines")
class TestGaps:
    def test_haldens_newest_is_older_than_the_others(self):
        cycles = make_indicator("elsykler")
        others = Municipality.objects.exclude(slug="halden")
        for year, value, places in ((2019, 5, [halden()]), (2020, 7, others), (2018, 1, [halden()])):
            for place in places:
                Value.objects.create(
                    indicator=cycles, municipality=place, year=year, value=value, publisher="SSB"
                )

        row = table.latest().row(cycles)

        assert row[halden().pk] == Cell(Decimal(5), 2019)
        assert {row[place.pk] for place in others} == {Cell(Decimal(7), 2020)}

    def test_no_figures_make_an_empty_table(self):
        make_indicator("elsykler")

        assert table.latest().indicators == ()
        assert table.latest().cells == {}
        assert table.latest([]).cells == {}

    def test_a_countys_figure_is_in_no_cell(self):
        Value.objects.create(
            indicator=make_indicator("elsykler"), region="Viken", year=2022, value=3, publisher="SSB"
        )

        assert table.latest().cells == {}

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
    def test_the_database_reads_no_year_but_the_newest(self):
        make_indicator("elsykler")
        with connection.cursor() as cursor:
            for sql in (table.IN_THE_NEWEST_YEAR, table.ONE_BY_ONE):
                cursor.execute("EXPLAIN QUERY PLAN " + sql.format("%s"), ["elsykler"])
                steps = [row[-1] for row in cursor.fetchall()]
                assert not [step for step in steps if step.startswith(("SCAN v", "SCAN w"))]
                assert any("SEARCH w USING" in step for step in steps)
