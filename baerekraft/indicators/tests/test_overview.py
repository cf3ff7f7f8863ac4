from datetime import date
from decimal import Decimal

import pytest

from baerekraft.indicators import overview
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.overview import Row
from baerekraft.indicators.tests.factories import make_indicator
from baerekraft.indicators.trend import Compared, Direction

TODAY = date(2026, 11, 23)


def rows() -> dict[str, Row]:
    return {row.indicator.slug: row for its in overview.every(today=TODAY).values() for row in its}


@pytest.mark.usefixtures("figures")
class TestTheContent:
    def test_all_seventeen_in_two_questions(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            found = overview.every(today=TODAY)
            sources = [row.point.value_row.publisher for its in found.values() for row in its]
            names = [str(row.point.value_row.indicator) for its in found.values() for row in its]

        assert list(found) == list(range(1, 18))
        assert len(sources) == len(names) > 60

    def test_one_goal_is_as_among_all(self):
        assert overview.of_goal(16, today=TODAY) == overview.every(today=TODAY)[16]
        assert {row.indicator.goal for row in overview.of_goal(16)} == {16}

    def test_turnout_in_viken_beside_the_country_in_the_same_year(self):
        row = rows()["valgdeltakelse"]

        assert (row.region, row.point.year, row.point.value) == ("Viken", 2025, Decimal("79.5"))
        assert (row.norway.year, row.norway.value) == (2025, Decimal("80.0"))
        assert row.compared == Compared.WORSE
        assert row.trend.direction == Direction.BETTER
        assert row.age == 1

    def test_goal_1_is_for_the_country_and_is_not_compared_with_itself(self):
        (row,) = overview.of_goal(1, today=TODAY)

        assert (row.region, row.norway, row.compared) == ("Norge", None, None)

    def test_the_counties_of_today_go_before_those_of_old(self):
        row = rows()["levealder-menn"]

        assert row.region == "Akershus"
        assert [region for region, _point in row.others] == ["Østfold"]

    def test_old_figures_say_how_old_they_are(self):
        row = rows()["husholdningsavfall-per-innbygger"]

        assert (row.region, row.point.year, row.age) == ("Akershus (til 2019)", 2010, 16)
        assert len(row.others) == 2

    def test_a_count_is_not_compared_with_the_countrys(self):
        row = rows()["jordbruksareal"]

        assert row.norway is not None
        assert row.compared is None

    def test_what_only_municipalities_have_is_not_here(self):
        assert "robek" not in rows()


@pytest.mark.usefixtures("lines")
class TestPlaces:
    def publish(self, *figures: tuple[str, int, int]) -> Row:
        indicator: Indicator = make_indicator("elsykler")
        for region, year, value in figures:
            Value.objects.create(indicator=indicator, region=region, year=year, value=value, publisher="SSB")
        (row,) = overview.of_goal(7, today=TODAY)
        return row

    def test_viken_goes_first_and_its_newer_counties_stand_beside_it(self):
        row = self.publish(("Viken", 2023, 9), ("Akershus", 2025, 11), ("Østfold", 2023, 8))

        assert (row.region, row.point.year) == ("Viken", 2023)
        assert [(region, point.year) for region, point in row.others] == [("Akershus", 2025)]

    def test_of_the_counties_the_one_with_the_newest_figure(self):
        row = self.publish(("Akershus", 2023, 9), ("Østfold", 2025, 11), ("Østfold (til 2019)", 2026, 8))

        assert (row.region, row.point.year) == ("Østfold", 2025)

    def test_another_years_figure_for_the_country_is_not_put_beside_it(self):
        row = self.publish(("Viken", 2022, 9), ("Norge", 2023, 11))

        assert (row.norway, row.compared) == (None, None)
        assert row.trend.direction == Direction.UNKNOWN

    def test_a_goal_without_figures_is_there(self):
        assert overview.every(today=TODAY)[4] == []
