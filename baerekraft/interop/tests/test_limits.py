"""Many may ask from one town hall; one program that asks without end is told to wait."""

import pytest
from django.test import Client

from baerekraft.interop.api import limits, problems
from baerekraft.interop.tests.machines import make_key, make_program, program
from baerekraft.learners import throttle
from baerekraft.learners.models import Throttle

pytestmark = pytest.mark.django_db
GOALS = "/api/v1/goals"


@pytest.fixture(autouse=True)
def a_minute_that_does_not_end(monkeypatch):
    """The counter's clock stands still, so that no test is cut in two by a new minute."""
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_010.0)


def test_an_answer_tells_how_much_is_left(client, settings):
    settings.API_A_MINUTE = 5
    first, second = client.get(GOALS), client.get(GOALS)

    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("5", "4")
    assert second["RateLimit-Remaining"] == "3"
    assert int(first["RateLimit-Reset"]) == 50
    assert "RateLimit-Remaining" in first["Access-Control-Expose-Headers"]


def test_whoever_asks_too_often_is_told_how_long_to_wait(client, settings):
    settings.API_A_MINUTE = 2
    answers = [client.get(GOALS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert refused["Retry-After"] == "50"
    assert refused["RateLimit-Remaining"] == "0"
    assert refused["Content-Type"] == problems.TYPE
    assert refused["Cache-Control"] == "no-store"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert "Wait 50 seconds" in refused.json()["detail"]


def test_another_address_and_a_key_have_their_own(client, settings):
    settings.API_A_MINUTE = 1
    kari = make_program("figures", name="Kari")
    ola = make_program("figures", name="Ola")
    assert [client.get(GOALS).status_code for _ in range(2)] == [200, 429]

    assert client.get(GOALS, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert [kari.get(GOALS).status_code for _ in range(2)] == [200, 429]
    assert ola.get(GOALS).status_code == 200


def test_whoever_tries_out_tokens_is_counted_by_address(settings):
    settings.API_A_MINUTE = 2
    guesser = program("bkr_" + "x" * 38)

    assert [guesser.get(GOALS).status_code for _ in range(3)] == [401, 401, 429]


def test_no_address_and_no_token_is_kept(client):
    _token, text = make_key("figures")
    client.get(GOALS, REMOTE_ADDR="203.0.113.7")
    program(text).get(GOALS)

    kept = repr(list(Throttle.objects.values()))
    assert "203.0.113.7" not in kept
    assert text not in kept


def test_codes_of_certificates_cannot_be_tried_out(client, monkeypatch):
    monkeypatch.setattr(limits, "CHECKS_A_MINUTE", 3)
    answers = [client.get(f"/api/v1/certificates/AAAAA-AAAA{n}") for n in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "50"
    assert client.get(GOALS).status_code == 200


def test_a_browser_that_asks_first_is_not_counted(client, settings):
    settings.API_A_MINUTE = 1
    for _ in range(3):
        assert client.options(GOALS).status_code == 204
    assert client.get(GOALS).status_code == 200


def test_an_operator_can_turn_it_off(client, settings):
    settings.RATE_LIMITS, settings.API_A_MINUTE = False, 1
    answers = [client.get(GOALS) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit-Limit" not in answers[0]
    assert not Throttle.objects.exists()


def test_an_ipv6_household_counts_as_one(settings):
    settings.API_A_MINUTE = 1
    first = Client(REMOTE_ADDR="2001:db8::1").get(GOALS)
    second = Client(REMOTE_ADDR="2001:db8::2").get(GOALS)

    assert (first.status_code, second.status_code) == (200, 429)
