import csv
from math import dist
from pathlib import Path

import pytest

from baerekraft import municipalities
from baerekraft.indicators.charts import landscape, lettering, tiles
from baerekraft.indicators.charts.tests import reading
from baerekraft.indicators.charts.tiles import PLACES, Tile

WITH_A_BORDER = """
    hol-al hol-nore_og_uvdal al-hemsedal al-gol al-nesbyen al-nore_og_uvdal hemsedal-gol gol-nesbyen nesbyen-fla
    nesbyen-sigdal nesbyen-nore_og_uvdal fla-sigdal fla-krodsherad fla-ringerike nore_og_uvdal-sigdal
    nore_og_uvdal-rollag rollag-sigdal rollag-flesberg flesberg-sigdal flesberg-ovre_eiker flesberg-kongsberg
    kongsberg-ovre_eiker sigdal-krodsherad sigdal-modum sigdal-ovre_eiker krodsherad-modum krodsherad-ringerike
    modum-ringerike modum-hole modum-lier modum-ovre_eiker ovre_eiker-drammen drammen-lier lier-asker lier-baerum
    lier-hole hole-ringerike hole-baerum ringerike-baerum ringerike-jevnaker jevnaker-lunner lunner-nittedal
    lunner-nannestad asker-baerum nittedal-nannestad nittedal-gjerdrum nittedal-lillestrom nannestad-hurdal
    nannestad-eidsvoll nannestad-ullensaker nannestad-gjerdrum hurdal-eidsvoll eidsvoll-ullensaker eidsvoll-nes
    ullensaker-gjerdrum ullensaker-nes ullensaker-lillestrom gjerdrum-lillestrom nes-lillestrom nes-aurskog_holand
    lillestrom-aurskog_holand lillestrom-enebakk lillestrom-raelingen lillestrom-lorenskog lorenskog-raelingen
    raelingen-enebakk enebakk-nordre_follo enebakk-indre_ostfold aurskog_holand-indre_ostfold aurskog_holand-marker
    nordre_follo-as nordre_follo-indre_ostfold nesodden-frogn frogn-as frogn-vestby as-vestby as-indre_ostfold
    vestby-indre_ostfold vestby-valer vestby-moss moss-valer moss-rade valer-rade valer-sarpsborg valer-skiptvet
    valer-indre_ostfold rade-sarpsborg rade-fredrikstad fredrikstad-sarpsborg fredrikstad-hvaler sarpsborg-skiptvet
    sarpsborg-rakkestad sarpsborg-halden skiptvet-indre_ostfold skiptvet-rakkestad indre_ostfold-rakkestad
    indre_ostfold-marker rakkestad-marker rakkestad-aremark rakkestad-halden marker-aremark aremark-halden
"""
NEIGHBOURS = [tuple(one.replace("_", "-") for one in pair.split("-")) for pair in WITH_A_BORDER.split()]
MUNICIPALITIES = Path(municipalities.__file__).parent / "data/municipalities.csv"


def names() -> dict[str, str]:
    with MUNICIPALITIES.open(encoding="utf-8") as file:
        return {row["slug"]: row["name"] for row in csv.DictReader(file)}


def test_every_municipality_has_a_tile_of_its_own():
    assert PLACES.keys() == names().keys()
    assert len(PLACES) == len({*PLACES.values(), landscape.OSLO}) - 1 == 51


def test_who_shares_a_border_is_near():
    apart = [dist(PLACES[one], PLACES[other]) for one, other in NEIGHBOURS]
    assert sum(apart) / len(apart) < 1.4
    assert max(apart) < 3.2
    assert sum(far < 1.5 for far in apart) / len(apart) > 0.8


def test_everyone_touches_a_neighbour():
    for slug in PLACES:
        around = {other for pair in NEIGHBOURS if slug in pair for other in pair} - {slug}
        assert min(dist(PLACES[slug], PLACES[other]) for other in around) < 1.5, slug


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("hol", "hemsedal"),
        ("kongsberg", "drammen"),
        ("drammen", "moss"),
        ("asker", "nesodden"),
        ("baerum", "lillestrom"),
    ],
)
def test_west_is_to_the_left(west, east):
    assert PLACES[west][0] < PLACES[east][0]


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("hemsedal", "hol"),
        ("hol", "kongsberg"),
        ("hurdal", "nes"),
        ("baerum", "asker"),
        ("moss", "fredrikstad"),
    ],
)
def test_north_is_up(north, south):
    assert PLACES[north][1] < PLACES[south][1]


def test_short_names_are_short_and_nobody_else_has_them():
    assert landscape.CODES.keys() == PLACES.keys()
    assert len(set(landscape.CODES.values())) == 51
    assert all(lettering.width(code, 14) <= 39 for code in landscape.CODES.values())
    assert all(code == names()[slug] for slug, code in landscape.CODES.items() if len(names()[slug]) <= 4)


@pytest.mark.parametrize("side", [40, 592 / 9])
def test_whole_names_fit_their_tiles(side):
    for name in names().values():
        lines = landscape.divided(name, side * tiles.LETTERS, side * tiles.ROOM)
        assert len(lines) <= 2, name
        assert "".join(lines).replace("-", "").replace(" ", "") == name.replace("-", "").replace(" ", "")


def test_halden_is_marked_and_hol_has_no_figure():
    everyone = [Tile("halden", "Halden", 4, "9,1 %", marked=True), Tile("hol", "Hol", None, "ingen tall")]
    drawing = tiles.draw("Kart", everyone, legend=["1", "2", "3", "4", "5"], description="")
    assert len(reading.of_class(drawing, "ring")) == 2
    assert reading.of_class(drawing, "cell", "sx")
    steps = [one.get("d", "").count("h0") for one in reading.of_class(drawing, "pip")]
    assert steps == [5, 1, 2, 3, 4, 5]  # Halden's, and the legend's
    assert "No figure" in reading.texts(drawing)
    assert [one.text for one in reading.inline(drawing).iter("title")][1:] == [
        "Hol: ingen tall",
        "Halden: 9,1 %",
    ]


def test_a_map_for_choosing_has_no_shades():
    drawing = tiles.draw("Velg", [Tile("as", "Ås", None, "", "/as/")], legend=[], description="")
    assert reading.of_class(drawing, "cell", "plain")
    assert not reading.of_class(drawing, "pip")


def test_figures_stand_in_every_tile_or_in_none():
    short, long = Tile("as", "Ås", 0, "1,0"), Tile("moss", "Moss", 1, "100 per 1 000 innbyggere")
    legend = ["1", "2", "3", "4", "5"]
    assert reading.of_class(tiles.draw("Kart", [short], legend=legend, description=""), "number")
    assert not reading.of_class(tiles.draw("Kart", [short, long], legend=legend, description=""), "number")
