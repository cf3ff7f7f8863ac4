"""What Siri sees of Bærum on Monday morning, and who sees it not."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from baerekraft.insight.tests.calendar import last_week
from baerekraft.insight.tests.factories import coordinator, county, unit
from baerekraft.reports.tests.factories import make_crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def text(response) -> str:
    """What is read on the page."""
    body = re.sub(r"<(style|script|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_siri_sees_that_seventeen_is_fifteen(siri):
    make_crowd(17, at=last_week())

    page = siri.get("/innsikt/baerum/").content.decode()

    assert "<dd>15</dd>" in page
    assert "17" not in re.findall(r"\d+", " ".join(re.findall(r"<(?:dd|td|b)>([^<]*)<", page)))


def test_four_people_look_like_nobody(siri):
    nobody = siri.get("/innsikt/baerum/tabeller/")
    make_crowd(4, at=last_week())
    few = siri.get("/innsikt/baerum/tabeller/")

    assert nobody.status_code == 200
    assert text(few) == text(nobody)


def test_where_nobody_has_begun_the_page_says_what_to_do_first(siri):
    page = siri.get("/innsikt/baerum/").content.decode()

    assert 'href="/innsikt/baerum/kampanjer/"' in page
    assert "<dd>" not in page


def test_every_drawn_figure_stands_in_a_table_too(siri):
    make_crowd(30, role="employee", lessons=2, at=last_week())

    page = siri.get("/innsikt/baerum/").content.decode()

    drawn = re.findall(r'<section class="ds-card[^>]*data-kind="([a-z]+)"', page)
    assert {"parts", "weeks", "lessons", "roles", "units"} <= set(drawn)
    assert page.count('<table class="numbers">') == len(drawn)


def test_the_weeks_are_told_to_those_who_do_not_see_them(siri):
    make_crowd(12, at=last_week())

    page = siri.get("/innsikt/baerum/").content.decode()

    assert re.search(r'<svg class="chart weeks"[^>]*role="img"[^>]*aria-labelledby="\S+ \S+">', page)
    assert re.search(r"<desc[^>]*>[^<]*10[^<]*</desc>", page)


def test_all_tables_stand_on_one_page(siri):
    make_crowd(12, at=last_week())

    page = siri.get("/innsikt/baerum/tabeller/").content.decode()

    for key in ("people", "parts", "lessons", "weeks", "roles", "units", "polls", "pledges", "checks"):
        assert f'<section id="{key}">' in page


def test_a_unit_has_totals_and_neither_roles_nor_weeks():
    skole = unit("Bærum", "Skole")
    bente = coordinator("Bente", "Bærum", unit="Skole")
    make_crowd(11, unit="Skole", role="leader", at=last_week())

    page = bente.get(f"/innsikt/baerum/enhet/{skole.pk}/").content.decode()

    assert "<dd>10</dd>" in page
    assert 'id="roles"' not in page
    assert 'id="weeks"' not in page


def test_anne_sees_the_municipalities_on_the_map_and_beside_each_other():
    anne = county("Anne")
    make_crowd(12, "Hol", at=last_week())
    make_crowd(6, "Ål", at=last_week())

    page = anne.get("/innsikt/fylke/").content.decode()

    assert 'class="chart tiles"' in page
    assert re.search(r"<li><span>Hol</span><b>2</b>", page)
    assert re.search(r"<li><span>Ål</span><b>1</b>", page)
    assert "/innsikt/hol/" not in page


@pytest.mark.parametrize("path", ["", "tabeller/", "rapport.pdf", "tall.csv", "tall.xlsx"])
def test_nobody_sees_another_places_figures(path):
    skole = unit("Bærum", "Skole")
    tor = coordinator("Tor", "Hol")
    anne = county("Anne")
    bente = coordinator("Bente", "Bærum", unit="Skole")

    assert tor.get(f"/innsikt/baerum/{path}").status_code == 404
    assert tor.get(f"/innsikt/baerum/enhet/{skole.pk}/{path}").status_code == 404
    assert tor.get(f"/innsikt/fylke/{path}").status_code == 404
    assert anne.get(f"/innsikt/baerum/{path}").status_code == 404
    assert bente.get(f"/innsikt/baerum/{path}").status_code == 404
    assert "/inn/" in Client().get(f"/innsikt/baerum/{path}")["Location"]


def test_a_units_coordinator_cannot_move_into_another_unit():
    unit("Bærum", "Skole")
    helse = unit("Bærum", "Helse")
    bente = coordinator("Bente", "Bærum", unit="Skole")

    assert bente.get(f"/innsikt/baerum/enhet/{helse.pk}/").status_code == 404


def test_a_dashboard_asks_the_database_little(siri, django_assert_max_num_queries):
    for name in ("Skole", "Helse", "Eiendom"):
        unit("Bærum", name)
        make_crowd(5, unit=name, lessons=2, at=last_week())
    siri.get("/innsikt/baerum/")

    with django_assert_max_num_queries(15):
        siri.get("/innsikt/baerum/")


def test_a_countys_dashboard_asks_no_more_for_more_municipalities(django_assert_max_num_queries):
    anne = county("Anne")
    for place in ("Hol", "Ål", "Gol", "Bærum"):
        make_crowd(5, place, at=last_week())
    anne.get("/innsikt/fylke/")

    with django_assert_max_num_queries(17):
        anne.get("/innsikt/fylke/")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_guide_is_read_where_the_questions_arise(siri, language):
    with translation.override(language):
        prefix = "" if language == "nb" else f"/{language}"

    page = siri.get(f"{prefix}/innsikt/hjelp/")

    assert page.status_code == 200
    assert 'id="hvorfor-tallene-går-i-steg-på-fem"' in page.content.decode()
