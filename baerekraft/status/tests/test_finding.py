import pytest
from django.test import Client

from baerekraft.municipalities import finding as names
from baerekraft.municipalities.models import Municipality
from baerekraft.status import finding

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\0",
    "'; DROP TABLE x",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "x" * 5000,
    "%00",
    "𓀀",
    "-",
    "  ",
]


def test_ola_finds_halden_in_the_menu_without_script(client: Client) -> None:
    answer = client.get("/status/kommune/valgt/", {"kommune": "halden"})

    assert (answer.status_code, answer["Location"]) == (302, "/status/kommune/halden/")


def test_a_nynorsk_reader_stays_in_nynorsk(client: Client) -> None:
    assert client.get("/nn/status/kommune/valgt/?kommune=gol")["Location"] == "/nn/status/kommune/gol/"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Øvre Eiker", "ovre-eiker"),
        ("ÅS", "as"),
        ("aurskog-høland", "aurskog-holand"),
        ("Rygge", "moss"),
        ("røyken", "asker"),
        ("hurum", "asker"),
        ("0136", "moss"),
        ("3044", "hol"),
        ("3330", "hol"),
        ("Nes", "nes"),
        ("0616", "nesbyen"),
    ],
)
def test_a_name_or_a_number_from_any_year_leads_to_today(text: str, slug: str) -> None:
    found = names.by_text(text)

    assert found is not None
    assert found.slug == slug


def test_choosing_nothing_leads_back(client: Client) -> None:
    assert client.get("/status/kommune/valgt/")["Location"] == "/status/kommune/"
    assert client.get("/status/kommune/valgt/?kommune=")["Location"] == "/status/kommune/"


def test_bergen_is_told_that_only_the_51_are_here(client: Client) -> None:
    answer = client.get("/en/status/kommune/valgt/?kommune=Bergen")

    assert answer.status_code == 404
    assert "We do not know that municipality" in answer.text
    assert "/en/status/kommune/hol/" in answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_asked_for_the_answer_is_a_page(client: Client, text: str) -> None:
    answer = client.get("/status/kommune/valgt/", {"kommune": text})

    assert answer.status_code in (302, 404)
    assert text.strip() in ("", "-") or text not in answer.text


def test_everyone_is_in_the_list_the_menu_and_the_map(client: Client) -> None:
    page = client.get("/status/kommune/").text

    for slug in Municipality.objects.values_list("slug", flat=True):
        assert page.count(f'href="/status/kommune/{slug}/"') >= 2, slug
        assert f'<option value="{slug}">' in page


def test_counties_of_today_in_norwegian_order(client: Client) -> None:
    counties = finding.by_county()

    assert [(county.name, len(county.municipalities)) for county in counties] == [
        ("Akershus", 21),
        ("Buskerud", 18),
        ("Østfold", 12),
    ]
    assert [one.name for one in counties[0].municipalities][-2:] == ["Vestby", "Ås"]


def test_whoever_looks_for_rygge_finds_moss(client: Client) -> None:
    page = client.get("/en/status/kommune/").text

    assert '<a href="/en/status/kommune/moss/">Rygge, now Moss</a>' in page
    assert "Nes, now Nesbyen" in page
    assert "Hol, now" not in page


def test_finding_asks_the_database_little(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        finding.context()
