"""The borders of 2020 and 2024, as Kari in Jevnaker and Ola in Moss would tell them."""

from decimal import Decimal

import pytest

from baerekraft.indicators import lineage, loading, places, series, trend
from baerekraft.indicators.lineage import CannotJoin
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.places import UnknownPlace
from baerekraft.indicators.tests.factories import make_folder
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.sdg.tables import BadTable

pytestmark = pytest.mark.usefixtures("lines")

# What each was before 2020, in Viken, and is from 2024; and the county it is in each time.
LINES = {
    "jevnaker": (["0532"], "3053", "3236", ["Oppland"], "Akershus"),
    "lunner": (["0533"], "3054", "3234", ["Oppland"], "Akershus"),
    "moss": (["0104", "0136"], "3002", "3103", ["Østfold"], "Østfold"),
    "asker": (["0220", "0627", "0628"], "3025", "3203", ["Akershus", "Buskerud"], "Akershus"),
    "drammen": (["0602", "0625", "0711"], "3005", "3301", ["Buskerud", "Vestfold"], "Buskerud"),
    "indre-ostfold": (["0122", "0123", "0124", "0125", "0138"], "3014", "3118", ["Østfold"], "Østfold"),
    "aurskog-holand": (["0121", "0221"], "3026", "3226", ["Akershus", "Østfold"], "Akershus"),
    "lillestrom": (["0226", "0227", "0231"], "3030", "3205", ["Akershus"], "Akershus"),
    "nordre-follo": (["0213", "0217"], "3020", "3207", ["Akershus"], "Akershus"),
    "valer": (["0137"], "3018", "3114", ["Østfold"], "Østfold"),
    "nes": (["0236"], "3034", "3228", ["Akershus"], "Akershus"),
    "nesbyen": (["0616"], "3040", "3322", ["Buskerud"], "Buskerud"),
    "halden": (["0101"], "3001", "3101", ["Østfold"], "Østfold"),
}
MERGED = [slug for slug, (before, *_rest) in LINES.items() if len(before) > 1]
ALONE = [slug for slug in LINES if slug not in MERGED]
VIEWS = "utsikt,7,,Utsikt,Utsikt,Views,antall,tal,number,up,0,0,100000,sum,"


def find(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


@pytest.mark.parametrize("slug", LINES)
class TestALineThroughTime:
    def test_it_has_the_codes_it_had_on_each_side_of_both_changes(self, slug):
        before, in_viken, now, _counties, _county = LINES[slug]

        assert sorted(find(slug).codes_in(2019)) == before
        assert find(slug).codes_in(2020) == find(slug).codes_in(2023) == [in_viken]
        assert find(slug).codes_in(2024) == [now] == [find(slug).code]

    def test_it_is_in_the_counties_it_was_in(self, slug):
        *_codes, counties, county = LINES[slug]

        assert find(slug).counties_in(2019) == counties
        assert find(slug).counties_in(2020) == find(slug).counties_in(2023) == ["Viken"]
        assert find(slug).counties_in(2024) == [county]

    def test_a_figure_by_the_code_of_viken_or_of_today_is_for_the_same_line(self, slug):
        _before, in_viken, now, *_counties = LINES[slug]

        assert places.find(in_viken).municipality_id == places.find(now).municipality_id == find(slug).pk


@pytest.mark.parametrize("slug", ALONE)
def test_one_that_never_merged_goes_on_from_its_oldest_code(slug):
    assert places.find(LINES[slug][0][0]).municipality_id == find(slug).pk


@pytest.mark.parametrize("part", [part for slug in MERGED for part in LINES[slug][0]])
def test_a_part_of_what_merged_is_not_taken_for_the_whole(part):
    with pytest.raises(UnknownPlace, match="only a part of"):
        places.find(part)


@pytest.mark.parametrize("slug", MERGED)
def test_the_parts_together_are_the_whole_and_one_too_few_is_refused(slug):
    parts = LINES[slug][0]
    values = {part: Decimal(n) for n, part in enumerate(parts, 1)}
    counted = Indicator(slug="utsikt", joining=Indicator.Joining.SUM)

    assert lineage.joined_line(counted, find(slug), 2019, values) == sum(range(1, len(parts) + 1))
    for part in parts:
        fewer = {other: value for other, value in values.items() if other != part}
        with pytest.raises(CannotJoin, match=f"no figure for {part}"):
            lineage.joined_line(counted, find(slug), 2019, fewer)


@pytest.mark.parametrize("slug", MERGED)
def test_from_2020_the_parts_are_no_more_and_their_figures_are_refused(slug):
    counted = Indicator(slug="utsikt", joining=Indicator.Joining.SUM)
    values = dict.fromkeys(LINES[slug][0], Decimal(1))

    with pytest.raises(CannotJoin, match=f"no figure for {LINES[slug][1]}"):
        lineage.joined_line(counted, find(slug), 2020, values)


def test_the_two_called_nes_are_told_apart_by_code_and_a_wrong_name_is_refused():
    assert places.find("0236 Nes").municipality_id == find("nes").pk
    assert places.find("0616 Nes").municipality_id == find("nesbyen").pk
    with pytest.raises(UnknownPlace, match="0616 is Nes, not «Nesbyen»"):
        places.find("0616 Nesbyen")


def test_no_code_is_two_places_at_once_and_no_line_is_without_one():
    for year in (2019, 2020, 2023, 2024):
        codes = MunicipalityCode.objects.in_year(year)
        assert len({code.code for code in codes}) == len(codes)
        assert codes.values("municipality").distinct().count() == 51


def test_kari_sees_one_series_for_jevnaker_from_oppland_through_viken_to_akershus(tmp_path):
    figures = [
        f"utsikt,{place},{year},{value},SSB,Tabell,https://ssb.no/1,,,{year}"
        for place, year, value in (
            ("0532 Jevnaker", 2019, 10),
            ("3053 Jevnaker", 2021, 12),
            ("3236 Jevnaker", 2024, 14),
        )
    ]
    loading.load(make_folder(tmp_path, *figures, indicators=(VIEWS,)))
    views = Indicator.objects.get(slug="utsikt")

    points = series.of(views, municipality=find("jevnaker"))

    assert [(point.year, point.value) for point in points] == [(2019, 10), (2021, 12), (2024, 14)]
    assert trend.of(views, points).change == 4


def test_ola_sees_nothing_before_2020_in_moss_unless_rygge_is_there_too(tmp_path):
    figures = ["utsikt,0104 Moss,2019,10,SSB,Tabell,https://ssb.no/1,,,2019"]

    with pytest.raises(BadTable, match="only a part of Moss"):
        loading.load(make_folder(tmp_path, *figures, indicators=(VIEWS,)))


class TestCounties:
    @pytest.mark.parametrize(
        ("year", "region", "holds", "lacks"),
        [
            (2019, "Oppland", {"jevnaker", "lunner"}, {"hole"}),
            (2019, "Buskerud", {"asker", "drammen", "nesbyen"}, {"jevnaker"}),
            (2019, "Vestfold", {"drammen"}, {"asker"}),
            (2020, "Viken", set(LINES), set()),
            (2024, "Akershus", {"jevnaker", "lunner", "asker", "nes"}, {"moss", "drammen"}),
            (2024, "Buskerud", {"drammen", "nesbyen"}, {"asker", "jevnaker"}),
        ],
    )
    def test_a_county_holds_those_it_held_in_the_year(self, year, region, holds, lacks):
        found = set(Municipality.objects.in_county(region, year).values_list("slug", flat=True))

        assert holds <= found
        assert not lacks & found

    def test_akershus_of_today_has_more_than_akershus_of_before_and_says_which(self):
        left, came = lineage.moved("Akershus (til 2019)", "Akershus")

        assert left == []
        assert {"0532", "0533"} <= set(came)  # Jevnaker and Lunner
        assert {"0627", "0628"} <= set(came)  # Røyken and Hurum, now Asker

    def test_each_of_the_51_is_in_one_county_of_today_and_all_were_in_viken(self):
        now = [set(lineage.members(name)) for name in lineage.NOW]

        assert sum(map(len, now)) == 51
        assert set.union(*now) == set(lineage.members(lineage.VIKEN))
