import gzip

import pytest
from django.test import Client

from baerekraft.interop.api import problems

INDICATORS = "/api/v1/indicators?limit=5"


@pytest.fixture
def stranger(db):
    """A script on somebody else's website."""
    return Client(headers={"Origin": "https://example.org"})


@pytest.mark.parametrize(
    "address", [INDICATORS, "/api/v1/", "/api/v1/openapi.json", "/api/v1/nothing", "/api/v1/values?year=x"]
)
def test_every_site_may_read_and_nobody_is_known(stranger, address):
    stranger.cookies["sessionid"] = "somebody"
    response = stranger.get(address)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
    assert "Cookie" not in response["Vary"]


def test_a_browser_may_ask_first(stranger, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = stranger.options(INDICATORS, headers={"Access-Control-Request-Method": "GET"})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(stranger, method):
    response = getattr(stranger, method)(INDICATORS)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == problems.TYPE


def test_what_is_unchanged_is_not_sent_again(stranger):
    first = stranger.get(INDICATORS)
    again = stranger.get(INDICATORS, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"].startswith("public, max-age=")
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Access-Control-Allow-Origin"] == "*"


def test_another_answer_has_another_tag(stranger):
    tags = {stranger.get(f"{INDICATORS}&language={language}")["ETag"] for language in ("nb", "en")}

    assert len(tags) == 2


def test_head_tells_what_get_would_without_the_body(stranger, settings):
    settings.RATE_LIMITS = False  # or else the second is told that there is one less left
    got, head = stranger.get(INDICATORS), stranger.head(INDICATORS)

    assert head.content == b""
    assert {**head.headers} == {**got.headers}
    assert int(head["Content-Length"]) == len(got.content)


def test_a_large_answer_is_packed_for_those_who_can_unpack(stranger):
    plain = stranger.get(INDICATORS)
    packed = stranger.get(INDICATORS, headers={"Accept-Encoding": "gzip, br"})
    refused = stranger.get(INDICATORS, headers={"Accept-Encoding": "gzip;q=0"})

    assert gzip.decompress(packed.content) == plain.content == refused.content
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"]
    assert packed["ETag"] == plain["ETag"]


@pytest.mark.parametrize(
    ("query", "accepted", "spoken", "name"),
    [
        ("", "", "nb", "Folketall 1. januar"),
        ("", "en-GB,en;q=0.9", "en", "Population"),
        ("", "de, no;q=0.8, en;q=0.5", "nb", "Folketall"),
        ("", "nn;q=0, en", "en", "Population"),
        ("?language=nn", "en", "nn", "Folketal 1. januar"),
    ],
)
def test_names_are_in_the_language_asked_for(stranger, query, accepted, spoken, name):
    response = stranger.get(f"/api/v1/indicators/folketall{query}", headers={"Accept-Language": accepted})

    assert response["Content-Language"] == spoken
    assert "Accept-Language" in response["Vary"]
    assert response.json()["name"].startswith(name)


def test_no_cookie_decides_the_language(stranger):
    stranger.cookies["django_language"] = "en"

    assert stranger.get(INDICATORS)["Content-Language"] == "nb"


def test_a_slash_too_many_leads_to_the_address_without(stranger):
    response = stranger.get("/api/v1/indicators/?goal=7&language=en")

    assert response.status_code == 301
    assert response["Location"] == "/api/v1/indicators?goal=7&language=en"
    assert stranger.get("/api/v1//example.org/")["Location"] == "/api/v1//example.org"
    assert stranger.get("/api/v1").status_code == 301


def test_a_condition_that_fails_is_told_like_everything_else(stranger):
    response = stranger.get(INDICATORS, headers={"If-Match": '"other"'})

    assert response.status_code == 412
    assert response.json()["title"] == "Precondition Failed"


def test_a_mistake_of_ours_is_told_like_everything_else(db, monkeypatch):
    monkeypatch.setattr("baerekraft.interop.api.paging.page", None)
    response = Client(raise_request_exception=False).get(INDICATORS)

    assert response.status_code == 500
    assert response["Content-Type"] == problems.TYPE
    assert response.json()["detail"] == "The mistake is ours. Try again later."


def test_pages_outside_the_api_are_not_opened(stranger):
    assert "Access-Control-Allow-Origin" not in stranger.get("/personvern/")
