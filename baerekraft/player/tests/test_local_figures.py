"""A chart is the same for everyone; the reader's own municipality comes by a request of its own."""

import pytest
from django.test import Client

from baerekraft.catalog import shelf
from baerekraft.design import assets
from baerekraft.indicators.models import Value
from baerekraft.learners.models import Learner
from baerekraft.pages import serving
from baerekraft.player.tests.browsing import browser, enter

pytestmark = pytest.mark.django_db
LESSON = "/kurs/del-2/miljo-okosystem-og-biologisk-mangfold/"
FIGURE = "/min-side/tall/bebygd-areal/"


def living_in(municipality: str) -> Client:
    kari = browser()
    enter(kari, "Kari", "kari@example.no", municipality=municipality)
    assert Learner.objects.get().municipality or not municipality
    return kari


def page(path: str = LESSON) -> str:
    return serving.render(path)[0].decode()


def test_kari_in_hol_gets_the_figure_of_hol_and_its_year():
    answer = living_in("hol").get(FIGURE)

    assert answer.json()["label"] == "Hol (2021)"
    assert answer.json()["value"] == 1.24
    assert answer.json()["shown"] == "1,24\u00a0%"
    assert "Hol: 1,24\u00a0% (2021)" in answer.json()["text"]
    assert answer["Cache-Control"] == "private, no-store"


def test_it_is_said_in_the_language_of_the_page():
    assert living_in("hol").get(f"/en{FIGURE}").json()["text"] == "Your municipality, Hol: 1.24% (2021)."


@pytest.mark.parametrize("path", [FIGURE, "/min-side/tall/valgdeltakelse/", "/min-side/tall/finnes-ikke/"])
def test_nobody_and_one_without_a_municipality_get_nothing(path):
    for reader in (browser(), living_in("")):
        answer = reader.get(path)

        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Cache-Control"] == "private, no-store"


def test_a_municipality_without_a_figure_gets_nothing():
    kari = living_in("hol")
    Value.objects.filter(municipality__slug="hol", indicator="bebygd-areal").delete()

    assert kari.get(FIGURE).status_code == 204
    assert kari.get("/min-side/tall/finnes-ikke/").status_code == 204


def test_it_is_only_for_reading():
    assert living_in("hol").post(FIGURE).status_code == 405


def test_the_page_tells_the_year_and_the_day_and_links_to_the_figures():
    taken_on = shelf.now().lesson("del-2", "miljo-okosystem-og-biologisk-mangfold").document.taken_on

    text = page()

    assert str(taken_on.year) in text
    assert 'href="/status/tall/bebygd-areal/"' in text
    assert f'data-local-figure="{FIGURE}"' in text
    assert "2021" in text


def test_the_script_is_only_on_lessons_that_need_it():
    with_municipalities, national = page(), page("/kurs/del-1/hva-er-sosial-baerekraft/")

    assert "lesson-figures.js" in with_municipalities
    assert "lesson-figures.js" not in national
    assert "data-local-figure" not in national


def test_the_script_is_small_and_not_in_everybodys():
    assert 200 < len(assets.build("lesson-figures.js")) < 1200
    assert "data-local-figure" not in assets.build("app.js")


def test_the_page_is_the_same_for_kari_as_for_everyone():
    kari = living_in("hol")

    assert kari.get(LESSON).content == browser().get(LESSON).content
    assert b"Hol (" not in kari.get(LESSON).content


def test_an_estimate_tells_the_year_of_its_figure_and_who_says_so():
    text = page("/kurs/del-2/baerekraftig-arealbruk-matproduksjon-og-ernaering/")

    assert 'data-value="3.5"' in text
    assert "Tabell 09594" in text


def test_the_sources_of_figures_are_among_all_the_sources():
    assert "Tabell 09594" in page("/kurs/kilder/")
