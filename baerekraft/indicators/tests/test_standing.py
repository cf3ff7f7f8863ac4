from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators import movement, standing, table
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.standing import Band
from baerekraft.indicators.table import Cell
from baerekraft.municipalities.models import Municipality

FIGURES = st.decimals(min_value=-100, max_value=100, places=1)
ROWS = st.lists(FIGURES, min_size=table.COVERED, max_size=51)
SWINGS = st.decimals(min_value=0, max_value=50, places=1)


def share(joining: str = "none") -> Indicator:
    return Indicator(slug="valgdeltakelse", decimals=1, joining=joining)


def row_of(values, year: int = 2025) -> dict[int, Cell]:
    return {place: Cell(Decimal(value), year) for place, value in enumerate(values, 1)}


EVENLY = row_of(range(51))  # municipality 51 has the highest


def test_with_no_swing_each_has_one_place_and_the_thirds_are_17_each():
    placed = [standing.among(share(), EVENLY, place) for place in EVENLY]

    assert [(one.first, one.last) for one in placed] == [(n, n) for n in range(51, 0, -1)]
    assert [one.band for one in placed] == [Band.LOW] * 17 + [Band.MIDDLE] * 17 + [Band.HIGH] * 17
    assert {one.of for one in placed} == {51}


def test_kari_reads_a_range_when_the_figures_swing():
    placed = standing.among(share(), EVENLY, 46, swing=Decimal(3))

    assert (placed.first, placed.last) == (3, 9)
    assert placed.band == Band.HIGH


def test_on_the_limit_between_two_thirds_it_is_in_neither():
    assert standing.among(share(), EVENLY, 35, swing=Decimal(3)).band is None


def test_figures_within_the_rounding_share_places():
    row = row_of([*["70.02", "70.04"], *["50"] * 25, *["90"] * 24])

    first, second = standing.among(share(), row, 1), standing.among(share(), row, 2)

    assert (first.first, first.last) == (second.first, second.last) == (25, 26)


def test_equal_figures_share_places_and_no_third_can_be_told():
    placed = standing.among(share(), row_of([0] * 49 + [1, 1]), 1)

    assert (placed.first, placed.last, placed.band) == (3, 51, None)


def test_without_a_figure_or_with_too_few_beside_it_there_is_no_place():
    assert standing.among(share(), EVENLY, 99) is None
    assert standing.among(share(), row_of(range(table.COVERED - 1)), 1) is None


def test_only_figures_for_the_same_year_are_compared():
    row = {**row_of(range(45), 2016), 46: Cell(Decimal(99), 2015)}

    assert standing.among(share(), row, 45).first == 1
    assert standing.among(share(), row, 45).of == 45
    assert standing.among(share(), row, 46) is None


@given(ROWS, SWINGS, st.data())
def test_a_place_is_among_the_places_and_a_higher_figure_never_lies_lower(values, swing, data):
    row = row_of(values)
    one, other = (data.draw(st.sampled_from(sorted(row))) for _ in range(2))
    ours, theirs = (standing.among(share(), row, place, swing=swing) for place in (one, other))

    assert 1 <= ours.first <= ours.last <= ours.of == len(values)
    if row[one].value >= row[other].value:
        assert ours.first <= theirs.first
        assert ours.last <= theirs.last


@given(ROWS, SWINGS, SWINGS)
def test_more_swing_never_tells_more(values, swing, more):
    row = row_of(values)
    narrow = standing.among(share(), row, 1, swing=swing)
    wide = standing.among(share(), row, 1, swing=swing + more)

    assert wide.first <= narrow.first <= narrow.last <= wide.last
    assert wide.band in {None, narrow.band}


@given(ROWS, st.randoms())
def test_the_order_of_the_municipalities_does_not_matter(values, random):
    row = row_of(values)
    shuffled = list(row.items())
    random.shuffle(shuffled)

    assert standing.among(share(), dict(shuffled), 1) == standing.among(share(), row, 1)
    assert standing.quintiles(dict(shuffled)) == standing.quintiles(row)


@given(ROWS)
def test_a_higher_figure_has_never_a_lower_class_and_equal_figures_share_one(values):
    row, classes = row_of(values), standing.quintiles(row_of(values))
    pairs = sorted((cell.value, classes[place]) for place, cell in row.items())

    assert classes.keys() == row.keys()
    assert set(classes.values()) <= set(range(5))
    assert [number for _value, number in pairs] == sorted(number for _value, number in pairs)
    assert len(dict(pairs)) == len(set(pairs))


def test_fifths_are_even_where_all_differ_and_the_limits_say_from_and_to():
    row = row_of(range(50))

    assert [list(standing.quintiles(row).values()).count(number) for number in range(5)] == [10] * 5
    assert standing.limits(row) == tuple((Decimal(n), Decimal(n + 9)) for n in range(0, 50, 10))


def test_two_on_the_robek_list_are_the_highest_and_the_classes_between_are_empty():
    row = row_of([0] * 49 + [1, 1])

    assert set(standing.quintiles(row).values()) == {0, 4}
    assert standing.limits(row) == ((0, 0), None, None, None, (1, 1))


def test_a_map_is_of_one_year_or_is_not():
    mixed = {**row_of(range(45), 2016), 46: Cell(Decimal(99), 2017)}

    assert 46 not in standing.quintiles(mixed)
    assert standing.quintiles(row_of(range(39))) == standing.quintiles({}) == {}
    assert standing.limits({}) == (None,) * 5


class TestSwing:
    def years(self, *rows):
        return {
            2020 + n: {place: Decimal(value) for place, value in enumerate(row, 1)}
            for n, row in enumerate(rows)
        }

    def test_what_moves_for_all_is_no_swing(self):
        moved = movement.movement(self.years(range(10), range(5, 15)), counted=False)

        assert moved.usual == 0

    def test_nine_of_ten_steps_are_within_it(self):
        moved = movement.movement(self.years([50] * 10, [50] * 5 + [51, 49, 52, 48, 70]), counted=False)

        assert moved.usual == 2

    def test_one_that_swings_more_than_the_others_has_its_own(self):
        moved = movement.movement(self.years([50] * 20, [50] * 19 + [60], [50] * 20), counted=False)

        assert moved.of(1) == 0
        assert moved.of(20) == 10

    def test_a_count_swings_with_the_size_of_the_place(self):
        moved = movement.movement(
            self.years([100, 1000, 100, 1000, 100], [110, 900, 100, 1000, 90]), counted=True
        )

        assert moved.of(3) == 10
        assert moved.of(4) == 100

    def test_only_years_beside_each_other_where_there_are_such(self):
        years = {2011: {1: Decimal(1), 2: Decimal(9), 3: Decimal(1)}, **self.years([5, 5, 5], [5, 5, 5])}

        assert movement.movement(years, counted=False).usual == 0

    def test_one_year_tells_nothing_but_the_rounding(self):
        swings = movement.Swings({"valgdeltakelse": movement.movement(self.years([1, 2]), counted=False)})

        assert swings.of(share()) == swings.of(share(), 1) == Decimal("0.05")
        assert movement.Swings({}).of(share()) == Decimal("0.05")


@pytest.mark.usefixtures("figures")
class TestTheContent:
    def test_turnout_swings_by_a_few_points_and_land_by_nothing(self):
        assert 1 < standing.swing(Indicator.objects.get(slug="valgdeltakelse")) < 4
        assert standing.swing(Indicator.objects.get(slug="skog")) == Decimal("0.05")

    def test_small_hurdal_jumps_in_places_at_institutions_and_no_place_is_claimed_for_the_middle(self):
        places = Indicator.objects.get(slug="plasser-i-institusjon")
        known = table.latest([places])
        bands = [
            standing.every(known, one.pk).get(places.slug)
            for one in known.municipalities
            if one.slug in {"jevnaker", "asker", "hol"}
        ]

        assert [one.band for one in bands] == [None] * 3
        assert all(one.last - one.first > 10 for one in bands)

    def test_halden_votes_least_of_all_and_a_place_is_shared(self):
        halden = Municipality.objects.get(slug="halden")
        known = table.latest()

        turnout = standing.every(known, halden.pk)["valgdeltakelse"]

        assert (turnout.year, turnout.of, turnout.last, turnout.band) == (2025, 51, 51, Band.LOW)
        assert turnout.first < 48
        assert "elbiler" not in standing.every(known, halden.pk)

    def test_everybodys_swing_is_read_in_one_question(self, django_assert_num_queries):
        known = table.latest()

        with django_assert_num_queries(1):
            swings = standing.swings(known.indicators)
            for one in known.municipalities[:5]:
                standing.every(known, one.pk, swings)
