import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import resolve
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.indicators import loading
from baerekraft.indicators.models import Indicator, Value


def path(address):
    return address.removeprefix("http://testserver")


def everything(ask, address):
    """Page after page, as a script would."""
    found, following = [], f"http://testserver/api/v1/{address}"
    while following:
        page = ask(path(following).removeprefix("/api/v1/"))
        found += page["items"]
        following = page["next"]
    assert len(found) == page["count"]
    return found


def test_all_indicators_come_in_the_order_of_the_goals(ask):
    found = ask("indicators")

    assert found["count"] == Indicator.objects.count()
    assert [item["slug"] for item in found["items"]] == list(Indicator.objects.values_list("slug", flat=True))


def test_one_goals_indicators(ask):
    assert {item["goal"] for item in ask("indicators?goal=7")["items"]} == {7}


def test_an_indicator_tells_how_much_there_is(ask):
    told = ask("indicators/folketall")

    assert (told["goal"], told["municipalities"], told["wanted"]) == (11, 51, "none")
    assert told["figures"] == Value.objects.filter(indicator="folketall").count()
    assert sum(source["figures"] for source in told["sources"]) == told["figures"]
    assert told["last_year"] == max(source["last_year"] for source in told["sources"])


def test_what_it_links_to_is_there(ask, client):
    links = ask("indicators/folketall")["links"]

    assert links.keys() == {"self", "values", "page", "csv", "xlsx", "json"}
    for address in links.values():
        resolve(path(address))
    assert client.get(links["self"]).json()["links"] == links
    assert ask("indicators/folketall?language=en")["links"]["page"].endswith("/en/status/tall/folketall/")


def test_every_figure_comes_once_with_source_and_licence(ask):
    found = everything(ask, "values?limit=1000")

    places = {(item["indicator"], item["place"], item["year"]) for item in found}
    assert len(places) == len(found) == Value.objects.count()
    assert all(item["publisher"] and item["url"] and item["licence"] for item in found)
    assert {item["licence"] for item in found if item["licence_clarified"]} == {"CC BY 4.0"}
    assert all(
        item["licence"].startswith("Ikke avklart") or item["licence"].startswith("Not clarified")
        for item in found
        if not item["licence_clarified"]
    )


def test_pages_do_not_overlap_whatever_their_size(ask):
    whole = ask("values?goal=11&limit=1000")["items"]

    assert everything(ask, "values?goal=11&limit=97") == whole


def test_a_page_knows_the_one_before(ask):
    third = ask("indicators?limit=10&offset=20&language=en")

    assert "offset=10" in third["previous"]
    assert "offset=30" in third["next"]
    assert "language=en" in third["next"]
    assert ask("indicators?offset=5000") == {
        "count": 87,
        "next": None,
        "previous": "http://testserver/api/v1/indicators?offset=4900&limit=100",
        "items": [],
    }


def test_figures_for_one_place_and_year(ask):
    moss = ask("indicators/folketall/values?municipality=moss&year=2022")["items"]

    assert [(item["place"], item["code"], item["value"]) for item in moss] == [("Moss", "3103", 50290)]
    assert {item["place"] for item in ask("values?region=Viken")["items"]} == {"Viken"}
    assert ask("values?region=Viken&municipality=moss")["items"] == []


def test_any_code_of_any_time_finds_the_figures(ask):
    by_slug = ask("values?municipality=moss&goal=11")

    for code in ("0104", "0136", "3002", "3103"):
        assert ask(f"values?municipality={code}&goal=11")["items"] == by_slug["items"]


def test_a_number_has_no_digits_it_was_not_published_with(db, client):
    text = client.get("/api/v1/indicators/jordbruksareal/values?municipality=halden").content.decode()

    assert '"value": 61.55' in text


def test_a_fetched_figure_tells_when(ask):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    source = loading.Source(publisher="Statistisk sentralbyrå", url="https://ssb.no", licence="CC BY 4.0")
    loading.keep("folketall", "3103 Moss", 2026, 53000, source, updated=at, at=at)

    found = ask("indicators/folketall/values?municipality=moss&year=2026")["items"][0]

    assert (found["value"], found["updated_at"], found["fetched_at"]) == (
        53000,
        "2026-03-01T12:00:00Z",
        "2026-03-01T12:00:00Z",
    )


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("indicators?limit=1000", 2),
        ("indicators/folketall", 2),
        ("indicators/folketall/values?limit=1000", 4),
        ("values?limit=1000&municipality=moss&indicator=folketall", 5),
        ("municipalities", 2),
        ("municipalities/0136", 2),
        ("goals", 0),
        ("openapi.json", 0),
    ],
)
def test_few_questions_to_the_database(ask, django_assert_max_num_queries, address, most):
    with django_assert_max_num_queries(most + 1):  # and one that counts the question
        ask(address)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=-1", "limit: Input should be greater than or equal to 1."),
        ("limit=0", "limit: Input should be greater than or equal to 1."),
        ("limit=1e9", "limit: Input should be a valid integer"),
        ("limit=1000000000", "limit: Input should be less than or equal to 1000."),
        ("offset=99999999999999999999999999", "offset: "),
        ("year=²", "year: Input should be a valid integer"),
        ("year=1", "year: "),
        ("goal=18", "goal: Input should be less than or equal to 17."),
        ("region=Sverige", "region: Input should be 'Norge', 'Viken'"),
        ("language=se", "language: Input should be 'nb', 'nn' or 'en'."),
        ("municipality=%00", "municipality: String should match pattern"),
        ("municipality=moss%0a", "municipality: String should match pattern"),
        ("indicator=" + "a" * 10_000, "indicator: String should have at most 50 characters."),
        ("yaer=2022", "yaer: There is no such parameter."),
        ("year=2021&year=2022", "year: It is given more than once."),
    ],
)
def test_a_wrong_parameter_is_named(ask, query, said):
    problem = ask(f"values?{query}", status=422)

    assert problem["detail"].startswith(said)
    assert problem["errors"][0]["where"] == "query"
    assert (problem["type"], problem["status"]) == ("about:blank", 422)


@pytest.mark.parametrize(
    "address",
    [
        "indicators/unknown",
        "indicators/unknown/values",
        "values?indicator=unknown",
        "values?municipality=9999",
        "municipalities/oslo",
        "municipalities/0301",
        "indicators/%00",
        "indicators/æ",
        "indicators/" + "a" * 5000,
        "nothing",
    ],
)
def test_what_is_not_there_is_said_not_to_be(ask, address):
    problem = ask(address, status=404)

    assert problem["title"] == "Not Found"
    assert 10 < len(problem["detail"]) < 150


@pytest.mark.django_db
@given(st.text(max_size=40))
def test_no_text_makes_the_api_stumble(text):
    response = Client().get(f"/api/v1/goals?{urlencode({'language': text, 'limit': text})}")

    assert response.status_code in (200, 422)
    json.loads(response.content)
