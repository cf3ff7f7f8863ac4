import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from baerekraft.catalog import shelf
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality
from baerekraft.status import cards, municipality
from baerekraft.status.cards import Card, Reach

pytestmark = pytest.mark.django_db


class Outline(HTMLParser):
    """The headings, in order, and every id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))


def place(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


def card_of(slug: str, indicator: str) -> Card:
    return next(card for card in municipality.of(place(slug)) if card.indicator.slug == indicator)


def test_kari_in_hol_sees_her_turnout_with_year_unit_and_those_beside(client: Client) -> None:
    page = client.get("/en/status/kommune/hol/").text

    card = page[page.index('id="tall-valgdeltakelse"') :]
    assert "82.2%" in card[:600]
    assert "2025" in card[:600]
    assert "Better than Norway" in card
    assert "Better than Viken" in card


def test_who_the_municipality_is(client: Client) -> None:
    page = client.get("/en/status/kommune/moss/").text

    assert "<h1>Moss</h1>" in page
    assert "Østfold · 50,290 inhabitants on 1 January 2022" in page
    assert "Moss and Rygge until 2019." in page


def test_a_sami_name_stands_beside_the_norwegian_one(client: Client) -> None:
    Municipality.objects.filter(slug="hol").update(name_sami="Hoelle")

    page = client.get("/status/kommune/hol/").text

    assert '<h1>Hol <span lang="smi">Hoelle</span></h1>' in page


@pytest.mark.parametrize(
    ("former", "now"), [("rygge", "moss"), ("royken", "asker"), ("hurum", "asker"), ("0533", "lunner")]
)
def test_a_former_municipality_leads_to_the_one_it_is_part_of(client: Client, former: str, now: str) -> None:
    answer = client.get(f"/nn/status/kommune/{former}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/nn/status/kommune/{now}/")


def test_a_place_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/status/kommune/atlantis/").status_code == 404
    assert client.get("/status/kommune/-/").status_code == 404


def test_every_goal_is_there_and_those_without_figures_say_so(client: Client) -> None:
    page = client.get("/en/status/kommune/hol/").text
    outline = Outline(page)

    assert [id for id in outline.ids if re.fullmatch(r"mal-\d+", id)] == [f"mal-{n}" for n in range(1, 18)]
    goals = {card.indicator.goal for card in municipality.of(place("hol"))}
    assert page.count("No figures for the municipalities yet.") == 17 - len(goals)
    assert f"Hol has figures on {len(goals)} of the 17 goals" in page


@pytest.mark.parametrize("path", ["/status/kommune/hol/", "/nn/status/kommune/asker/", "/en/status/kommune/"])
def test_headings_go_in_order_and_ids_are_one_of_each(client: Client, path: str) -> None:
    outline = Outline(client.get(path).text)

    assert outline.headings.count(1) == 1
    assert outline.headings[0] == 1
    assert all(
        after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False)
    )
    assert len(outline.ids) == len(set(outline.ids))
    assert {link[1:] for link in outline.links if link.startswith("#")} <= set(outline.ids)


def test_nobody_is_placed_by_size_by_a_yes_or_by_an_old_figure() -> None:
    for slug in ("hol", "moss", "flesberg"):
        for card in municipality.of(place(slug)):
            if card.indicator.joining == Indicator.Joining.SUM or card.indicator.slug == "robek":
                assert card.standing is None
                assert card.strip is None
            if card.reach:
                assert card.indicator.wanted != Indicator.Wanted.NONE
                assert date.today().year - card.year <= 5


def test_low_is_well_on_the_way_where_low_is_wanted() -> None:
    indicator = Indicator.objects.get(slug="bebygd-areal")
    by_value = list(Value.objects.filter(indicator=indicator, region="").order_by("value"))
    least, most = by_value[0].municipality, by_value[-1].municipality
    assert least
    assert most

    assert card_of(least.slug, "bebygd-areal").reach == Reach.AHEAD
    assert card_of(most.slug, "bebygd-areal").reach == Reach.BEHIND


def test_figures_that_swing_across_thirds_are_too_close_to_tell() -> None:
    """Everyone's turnout jumps between 40 and 80; who is highest in one year says nothing."""
    for number, row in enumerate(
        Value.objects.filter(indicator="valgdeltakelse", region="").order_by("year", "id")
    ):
        row.value = Decimal(40 + (7 * number) % 41)
        row.save()

    assert card_of("hol", "valgdeltakelse").reach == Reach.UNCLEAR


def test_few_with_a_figure_means_no_place() -> None:
    card = card_of("moss", "strandsone-naer-bygninger")

    assert card.standing is None
    assert card.strip is None
    with translation.override("en"):
        assert card.place.startswith("Too few municipalities")


def test_others_are_beside_only_in_the_same_year() -> None:
    Value.objects.filter(indicator="valgdeltakelse", region="Norge", year=2025).delete()

    with translation.override("en"):
        assert [sentence.split(" (")[0] for sentence in card_of("hol", "valgdeltakelse").beside] == [
            "Better than Viken"
        ]


def test_the_table_has_every_year_and_an_empty_cell_where_there_is_no_figure() -> None:
    card = card_of("hol", "valgdeltakelse")

    assert [year for year, _ in card.rows] == [2025, 2021, 2017, 2013]
    assert len(card.columns) == 3
    assert card.rows[-1][1][2] == ""


def test_a_municipality_without_figures_gets_a_page_all_the_same(client: Client) -> None:
    Value.objects.filter(municipality=place("hol")).delete()

    page = client.get("/en/status/kommune/hol/").text

    assert "There are no newer figures" in page
    assert page.count("No figures for the municipalities yet.") == 17


def test_the_page_asks_the_database_little(django_assert_max_num_queries: object) -> None:
    hol = place("hol")
    shelf.now()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        context = municipality.context(hol)
        assert [card.chart for part in context["parts"] for card in part.cards]  # type: ignore[attr-defined]


def test_every_reach_has_a_heading_of_its_own() -> None:
    with translation.override("en"):
        found = municipality.groups(municipality.of(place("hol")))

    assert len({group.heading for group in found}) == len(found)
    assert {card.reach for group in found for card in group.cards} <= set(cards.Reach)
