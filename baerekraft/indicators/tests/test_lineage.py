from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators import lineage
from baerekraft.indicators.lineage import CannotJoin
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality

FIGURES = st.decimals(min_value=-1000000, max_value=1000000, places=4)
WEIGHTS = st.decimals(min_value=1, max_value=10000000, places=0)
PARTS = st.dictionaries(st.text(min_size=1, max_size=4), st.tuples(FIGURES, WEIGHTS), min_size=1, max_size=20)


def figures(parts):
    return {part: value for part, (value, _weight) in parts.items()}


def weights(parts):
    return {part: weight for part, (_value, weight) in parts.items()}


@given(PARTS, st.integers(min_value=0))
def test_the_whole_is_the_same_however_the_parts_are_grouped(parts, cut):
    values = figures(parts)
    names = list(values)
    left = {name: values[name] for name in names[: cut % len(names)]}
    right = {name: values[name] for name in names if name not in left}
    halves = {str(n): lineage.aggregate(half) for n, half in enumerate([left, right]) if half}

    assert lineage.aggregate(halves) == lineage.aggregate(values) == sum(values.values())


@given(PARTS)
def test_a_weighted_mean_is_between_the_least_and_the_most(parts):
    values = figures(parts)

    assert min(values.values()) <= lineage.aggregate(values, weights(parts)) <= max(values.values())


@given(PARTS, st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts, random):
    shuffled = list(parts.items())
    random.shuffle(shuffled)
    other = dict(shuffled)

    assert lineage.aggregate(figures(parts)) == lineage.aggregate(figures(other))
    assert lineage.aggregate(figures(parts), weights(parts)) == lineage.aggregate(
        figures(other), weights(other)
    )


@given(PARTS, st.integers(min_value=2, max_value=1000))
def test_only_the_weights_beside_each_other_matter(parts, times):
    heavier = {part: weight * times for part, weight in weights(parts).items()}

    assert lineage.aggregate(figures(parts), heavier) == pytest.approx(
        lineage.aggregate(figures(parts), weights(parts)), rel=Decimal("1e-18")
    )


@given(FIGURES, st.dictionaries(st.text(min_size=1, max_size=4), WEIGHTS, min_size=1, max_size=20))
def test_the_mean_of_equals_is_what_they_all_are(value, heavy):
    assert lineage.aggregate(dict.fromkeys(heavy, value), heavy) == value


def test_what_has_no_weight_is_not_guessed():
    with pytest.raises(CannotJoin, match="no weight for 0136"):
        lineage.aggregate({"0104": Decimal(1), "0136": Decimal(2)}, {"0104": Decimal(30000)})
    with pytest.raises(CannotJoin, match="no figures"):
        lineage.aggregate({})


def test_viken_goes_on_in_three_counties():
    assert lineage.successors("Viken") == ("Akershus", "Buskerud", "Østfold")
    assert lineage.predecessors("Buskerud") == ("Viken",)
    assert lineage.predecessors("Viken") == (
        "Akershus (til 2019)",
        "Buskerud (til 2019)",
        "Østfold (til 2019)",
    )
    assert lineage.successors("Østfold (til 2019)") == ("Viken",)
    assert lineage.successors("Akershus") == lineage.predecessors("Norge") == ()


def counts(*joining: str) -> Indicator:
    return Indicator(slug="elbiler", joining=joining[0] if joining else "sum")


@pytest.mark.usefixtures("lines")
class TestMergedMunicipalities:
    @pytest.mark.parametrize(
        ("slug", "codes"),
        [
            ("moss", ["0104", "0136"]),
            ("asker", ["0220", "0627", "0628"]),
            ("indre-ostfold", ["0122", "0123", "0124", "0125", "0138"]),
            ("lillestrom", ["0226", "0227", "0231"]),
            ("nordre-follo", ["0213", "0217"]),
            ("drammen", ["0602", "0625", "0711"]),
            ("aurskog-holand", ["0121", "0221"]),
        ],
    )
    def test_counts_of_all_that_merged_are_added(self, slug, codes):
        line = Municipality.objects.get(slug=slug)
        values = dict.fromkeys(codes, Decimal(10))

        assert lineage.joined_line(counts(), line, 2019, values) == 10 * len(codes)

    def test_a_share_in_moss_is_weighted_by_the_people_of_moss_and_rygge(self):
        moss = Municipality.objects.get(slug="moss")
        values = {"0104": Decimal(10), "0136": Decimal(20)}
        people = {"0104": Decimal(30000), "0136": Decimal(10000)}

        joined = lineage.joined_line(counts("population"), moss, 2018, values, population=people)

        assert joined == Decimal("12.5")

    def test_without_the_people_or_without_rygge_it_cannot_be_joined(self):
        moss = Municipality.objects.get(slug="moss")
        values = {"0104": Decimal(10), "0136": Decimal(20)}

        with pytest.raises(CannotJoin, match="no weight for 0104, 0136"):
            lineage.joined_line(counts("population"), moss, 2018, values)
        with pytest.raises(CannotJoin, match="no figure for 0136"):
            lineage.joined_line(counts(), moss, 2018, {"0104": Decimal(10)})
        with pytest.raises(CannotJoin, match="0101 is not a part"):
            lineage.joined_line(counts(), moss, 2018, {**values, "0101": Decimal(1)})
        with pytest.raises(CannotJoin, match="cannot be made from its parts"):
            lineage.joined_line(counts("none"), moss, 2018, values)

    @pytest.mark.parametrize("year", [2018, 2022, 2024])
    @pytest.mark.parametrize("slug", ["halden", "jevnaker", "lunner", "valer", "nes", "nesbyen"])
    def test_one_that_never_merged_keeps_its_figure_whatever_the_indicator(self, slug, year):
        line = Municipality.objects.get(slug=slug)
        (code,) = line.codes_in(year)

        assert lineage.joined_line(counts("none"), line, year, {code: Decimal(7)}) == 7


@pytest.mark.usefixtures("lines")
class TestCounties:
    def test_each_has_its_municipalities(self):
        assert [lineage.members(name).count() for name in lineage.NOW] == [21, 18, 12]
        assert lineage.members("Viken").count() == 51

    def test_jevnaker_and_lunner_came_to_akershus_and_roken_and_hurum_left_buskerud(self):
        assert lineage.moved("Akershus (til 2019)", "Akershus") == (
            [],
            ["0121", "0532", "0533", "0627", "0628"],
        )
        assert lineage.moved("Buskerud (til 2019)", "Buskerud") == (["0627", "0628"], ["0711"])
        assert lineage.moved("Østfold (til 2019)", "Østfold") == (["0121"], [])

    def test_viken_and_its_three_counties_are_the_same_51(self):
        together = [
            slug for name in lineage.NOW for slug in lineage.members(name).values_list("slug", flat=True)
        ]

        assert sorted(together) == sorted(lineage.members("Viken").values_list("slug", flat=True))


@pytest.mark.usefixtures("figures")
class TestCountiesMadeFromTheirMunicipalities:
    def made(self, slug, region, year):
        return lineage.from_members(Indicator.objects.get(slug=slug), region, year)

    def test_the_population_of_viken_is_what_ssb_says(self):
        assert self.made("folketall", "Viken", 2021) == 1_252_384
        assert self.made("folketall", "Viken", 2022) == 1_269_230

    def test_farmland_adds_up_to_the_published_sums(self):
        for region in ("Viken", *lineage.NOW):
            published = Value.objects.get(indicator="jordbruksareal", region=region, year=2021)
            assert abs(self.made("jordbruksareal", region, 2021) - published.value) <= Decimal("0.05")

    def test_green_areas_per_inhabitant_agree_with_the_published_figure(self):
        assert round(self.made("gronne-omrader", "Viken", 2021), 1) == Decimal("45.6")

    def test_it_says_why_when_it_cannot(self):
        with pytest.raises(CannotJoin, match="cannot be made from its parts"):
            self.made("valgdeltakelse", "Viken", 2021)
        with pytest.raises(CannotJoin, match="no figure for aremark"):
            self.made("folketall", "Østfold", 2019)
        with pytest.raises(CannotJoin, match="Asker, Drammen: only a part was in Buskerud"):
            self.made("folketall", "Buskerud (til 2019)", 2016)
        with pytest.raises(CannotJoin, match="Norge is not a county"):
            self.made("folketall", "Norge", 2021)
