"""What the public pages of status say. Siri prepares a case in Bærum; Ola reads on his phone in Halden."""

import itertools
import re

import html5lib
import pytest
from django.test import Client

from baerekraft.indicators.models import Indicator, Value
from baerekraft.pages import registry, serving
from baerekraft.status import goals, indicator, overview

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/nn", "/en"]


def read(path: str) -> str:
    found = Client().get(path)
    assert found.status_code == 200, path
    return found.content.decode().replace("\u00ad", "")


def section(page: str, mark: str) -> str:
    """From the mark to where the next of the same kind begins."""
    return page.split(mark, 1)[1].split('class="goal-row"', 1)[0]


def headings(page: str) -> list[int]:
    return [int(level) for level in re.findall(r"<h([1-6])", page)]


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    ["/status/", *(f"/status/mal/{number}/" for number in (1, 3, 13, 17)), "/status/tall/valgdeltakelse/"],
)
def test_every_page_is_valid_and_has_one_heading_above_the_others(prefix, path):
    page = read(prefix + path)
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(page)
    levels = headings(page)

    assert parser.errors == []
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_all_seventeen_goals_are_on_the_overview_with_one_to_three_figures():
    page = read("/en/status/")

    for number in range(1, 18):
        row = section(page, f'id="mal-{number}"')
        assert f'href="/en/status/mal/{number}/"' in row
        assert 1 <= row.count('class="glance"') <= 3


def test_goal_one_has_only_norway_and_the_page_says_so():
    row = section(read("/en/status/"), 'id="mal-1"')

    assert "Norway 2023" in row
    assert "No figure for Viken. This is for all of Norway." in row


def test_an_old_figure_says_how_old_it_is():
    assert "The figure is from 2010. Much may have changed." in read("/en/status/mal/12/")


def test_a_figure_of_one_year_has_no_trend():
    row = section(read("/en/status/"), 'id="mal-2"')

    assert "One year only" in row
    assert "Better" not in row.replace("Better than", "")


def test_totals_are_not_compared_with_norway():
    """Viken has fewer building permits by the shore than Norway; that is no merit."""
    assert "than Norway" not in section(read("/en/status/mal/14/"), 'id="byggetillatelser-i-strandsonen"')


def test_a_goal_has_every_indicator_its_text_lesson_and_check():
    page = read("/status/mal/13/")

    for one in Indicator.objects.filter(goal=13):
        assert f'id="{one.slug}"' in page
    assert "/kurs/del-2/redusert-klimagassutslipp-og-energiomlegging/" in page
    assert 'href="/sjekken/"' in page
    assert 'rel="prev" href="/status/mal/12/"' in page
    assert 'rel="next" href="/status/mal/14/"' in page


def test_an_indicator_with_municipal_figures_only_says_so_and_shows_them():
    page = read("/en/status/mal/16/")
    robek = page.split('id="robek"', 1)[1].split("</article>", 1)[0]

    assert "No figure for Viken, but for 51 municipalities." in robek


def test_figures_of_municipalities_only_are_not_called_those_of_counties():
    page = read("/en/status/tall/innbyggere-67/")

    assert "All the municipalities on one line" in page
    assert "Counties and country" not in page


def test_a_yes_or_no_is_drawn_on_the_map_but_not_on_a_line():
    page = read("/en/status/tall/robek/")

    assert "robek/kart.svg" in page
    assert "robek.svg" not in page


def test_every_indicator_has_a_page():
    for slug in Indicator.objects.values_list("slug", flat=True):
        assert registry.make("status:indicator", indicator=slug) is not None


def test_there_is_no_goal_eighteen_and_no_unknown_indicator(client):
    assert client.get("/status/mal/18/").status_code == 404
    assert client.get("/status/mal/0/").status_code == 404
    assert client.get("/status/mal/007/").status_code == 404
    assert client.get("/status/tall/finnes-ikke/").status_code == 404


def test_siri_sees_her_municipality_by_name_among_the_51_not_by_rank():
    page = read("/en/status/tall/valgdeltakelse/")
    names = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', page)

    assert len(names) == 51
    assert names[0] == "Aremark"
    assert names[-1] == "Ås"
    assert "Bærum" in names
    assert "<td>highest</td>" in page


def test_too_few_municipalities_are_not_drawn_as_a_map():
    page = read("/en/status/tall/elbiler/")

    assert "6 of 51 municipalities have a figure." in page
    assert "kart.svg" not in page
    assert "<td>highest</td>" not in page


def test_a_total_has_no_third_for_a_large_municipality_has_more_of_everything():
    assert "<td>highest</td>" not in read("/en/status/tall/folketall/")


def test_the_page_says_that_borders_moved_and_what():
    page = read("/en/status/tall/valgdeltakelse/")
    moved = page.split("The borders have moved", 1)[1].split("</details>", 1)[0]

    assert "Jevnaker" in moved
    assert "Lunner" in moved
    assert "Hurum" in moved


def test_every_publication_is_named_once_with_its_terms():
    page = read("/en/status/tall/bredband-100/")
    sources = page.split('class="plain source-list"', 1)[1].split("</section>", 1)[0]
    used = Value.objects.filter(indicator="bredband-100").order_by().values("publisher", "title", "url")

    assert sources.count("<b>Nkom</b>") == used.distinct().count() == 2
    assert sources.count("Terms:") == 2


def test_the_pages_are_the_same_for_everyone_and_ask_for_nothing_personal(client):
    page = client.get("/status/")

    assert page.content == client.get("/status/", headers={"Cookie": "baerekraft=anything"}).content
    assert b"csrf" not in page.content


def test_the_overview_asks_few_questions(django_assert_max_num_queries):
    from baerekraft.catalog import shelf

    on_shelf = shelf.spoken()
    with django_assert_max_num_queries(6):
        overview.page(on_shelf)


@pytest.mark.parametrize("number", [1, 3, 8, 13])
def test_a_goals_page_asks_few_questions_however_many_figures(number, django_assert_max_num_queries):
    from baerekraft.catalog import shelf

    on_shelf = shelf.spoken()
    with django_assert_max_num_queries(12):
        goals.page(on_shelf, number)


def test_an_indicators_page_asks_few_questions(django_assert_max_num_queries):
    from baerekraft.catalog import shelf

    on_shelf = shelf.spoken()
    with django_assert_max_num_queries(35):
        indicator.page(on_shelf, "valgdeltakelse")


def test_a_page_is_made_once_for_an_edition(django_assert_max_num_queries):
    edition = serving.edition()
    serving.find("/status/mal/5/", edition)

    with django_assert_max_num_queries(1):
        assert serving.find("/status/mal/5/", edition)


def test_the_front_page_and_the_menu_lead_to_status():
    page = read("/")

    assert page.count('href="/status/"') == 2
