from decimal import Decimal

import pytest
from django.test import Client

from baerekraft.indicators.models import Value
from baerekraft.municipalities.models import Municipality
from baerekraft.status import comparing
from baerekraft.status.comparing import Row
from baerekraft.status.tests.test_finding import HOSTILE

pytestmark = pytest.mark.django_db
NOINDEX = '<meta name="robots" content="noindex">'


def row_of(a: str, b: str, indicator: str) -> Row:
    pair = (Municipality.objects.get(slug=a), Municipality.objects.get(slug=b))
    rows = (row for part in comparing.compared(pair).parts for row in part.rows)
    return next(row for row in rows if row.indicator.slug == indicator)


def test_hol_and_moss_side_by_side(client: Client) -> None:
    answer = client.get("/en/status/sammenlign/?a=hol&b=moss")

    assert answer.status_code == 200
    assert "<h1>Hol and Moss</h1>" in answer.text
    assert "82.2%" in answer.text
    assert "78.2%" in answer.text
    assert NOINDEX not in answer.text


def test_the_two_can_be_swapped_and_the_language_changed(client: Client) -> None:
    page = client.get("/status/sammenlign/?a=hol&b=moss").text

    assert 'href="/status/sammenlign/?a=moss&amp;b=hol"' in page
    assert 'href="/en/status/sammenlign/?a=hol&amp;b=moss"' in page


def test_the_newest_year_that_both_have() -> None:
    Value.objects.filter(indicator="valgdeltakelse", municipality__slug="moss", year=2025).delete()

    row = row_of("hol", "moss", "valgdeltakelse")

    assert (row.year, [side.year for side in row.sides]) == (2021, [2021, 2021])
    assert row.strip is None


def test_different_years_are_said_and_nothing_is_made_of_them(client: Client) -> None:
    Value.objects.filter(indicator="robek", municipality__slug="moss").update(year=2024)

    row = row_of("hol", "moss", "robek")

    assert (row.year, [side.year for side in row.sides], row.close) == (None, [2026, 2024], False)
    assert "2024" in client.get("/status/sammenlign/?a=hol&b=moss").text


def test_what_only_one_has_is_shown_with_a_gap() -> None:
    row = row_of("hol", "moss", "strandsone-naer-bygninger")

    assert [bool(side.value) for side in row.sides] == [False, True]


def test_a_small_difference_is_not_told_apart() -> None:
    rows = Value.objects.filter(indicator="valgdeltakelse", year=2025)
    rows.filter(municipality__slug="hol").update(value=Decimal("82.2"))
    rows.filter(municipality__slug="moss").update(value=Decimal("82.1"))

    assert row_of("hol", "moss", "valgdeltakelse").close
    assert not row_of("hol", "moss", "skog").close


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 200, "Compare two municipalities"),
        ("?a=&b=", 200, "Compare two municipalities"),
        ("?a=hol", 200, "Choose one more municipality"),
        ("?a=hol&b=hol", 200, "the same municipality twice"),
        ("?a=hol&b=bergen", 404, "We do not know one of these"),
    ],
)
def test_whatever_is_missing_is_said_kindly(client: Client, query: str, status: int, words: str) -> None:
    answer = client.get(f"/en/status/sammenlign/{query}")

    assert answer.status_code == status
    assert words in answer.text
    assert NOINDEX in answer.text


def test_what_was_chosen_stays_chosen(client: Client) -> None:
    assert '<option value="hol" selected>' in client.get("/status/sammenlign/?a=hol").text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_get_a_page_and_are_not_repeated(client: Client, text: str) -> None:
    answer = client.get("/status/sammenlign/", {"a": text, "b": "moss"})

    assert answer.status_code in (200, 404)
    assert "<script>alert" not in answer.text
    assert client.get("/status/sammenlign/?a=hol&a=moss&b=gol&c=x").status_code == 200


def test_a_former_name_leads_to_the_address_with_todays(client: Client) -> None:
    answer = client.get("/status/sammenlign/?a=Rygge&b=HOL")

    assert (answer.status_code, answer["Location"]) == (302, "/status/sammenlign/?a=moss&b=hol")


def test_an_unchanged_page_is_not_made_again(client: Client) -> None:
    first = client.get("/status/sammenlign/?a=hol&b=moss")
    again = client.get("/status/sammenlign/?a=hol&b=moss", headers={"If-None-Match": first["ETag"]})

    assert "max-age=60" in first["Cache-Control"]
    packed = client.get("/status/sammenlign/?a=hol&b=moss", headers={"Accept-Encoding": "gzip"})
    assert 5 * len(packed.content) < len(first.content)
    assert (
        client.get("/status/sammenlign/?a=hol&b=moss", headers={"If-None-Match": packed["ETag"]}).status_code
        == 304
    )
    assert "Cookie" not in first.get("Vary", "")
    assert again.status_code == 304
    assert client.get("/status/sammenlign/?a=hol&b=gol")["ETag"] != first["ETag"]


def test_comparing_asks_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get("/status/sammenlign/?a=hol&b=moss")
