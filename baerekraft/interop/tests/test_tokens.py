"""A program says who it is with a token, in a header, and is told no more than its token is for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.interop.api import problems
from baerekraft.interop.tests.machines import make_key, make_program, program
from baerekraft.interop.tokens import issuing, secret
from baerekraft.interop.tokens.models import Token

pytestmark = pytest.mark.django_db
FIGURES = "/api/v1/figures"


def test_a_token_begins_so_that_scanners_know_it_and_ends_with_its_own_checksum():
    text = secret.new()

    assert secret.is_one(text)
    assert text.startswith("bkr_")
    assert text != secret.new()
    assert not secret.is_one(text[:-1] + ("a" if text[-1] != "a" else "b"))
    assert not secret.is_one(text[:4] + ("a" if text[4] != "a" else "b") + text[5:])


@pytest.mark.parametrize(
    "text", ["", "bkr_", "bkr_" + "0" * 37, "bkr_" + "é" * 38, "bkr_" + "²" * 38, "x" * 42]
)
def test_what_only_looks_like_one_is_not(text):
    assert not secret.is_one(text)


def test_the_database_holds_nothing_that_opens_anything():
    token, text = make_key("figures")

    row = Token.objects.filter(pk=token.pk).values().get()
    assert text not in repr(row)
    assert text[len(row["beginning"]) :] not in repr(row)
    assert row["digest"] == secret.digest(text)


def test_a_token_opens_what_it_is_for_and_the_day_is_noted():
    token, text = make_key("figures", municipality="Bærum")

    assert program(text).get(FIGURES).status_code == 200
    token.refresh_from_db()
    assert token.used_on == timezone.localdate()


def test_scheme_is_read_in_any_case():
    text = make_key("figures")[1]

    assert Client(headers={"Authorization": f"bearer  {text} "}).get(FIGURES).status_code == 200


@pytest.mark.parametrize("address", [FIGURES, "/api/v1/goals"])
def test_a_revoked_token_opens_nothing_from_that_moment(address):
    token, text = make_key("figures")
    issuing.revoke(token, at=timezone.now())

    response = program(text).get(address)

    assert response.status_code == 401
    assert response["Content-Type"] == problems.TYPE
    assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert response["Cache-Control"] == "no-store"
    token.refresh_from_db()
    assert token.used_on is None


def test_revoking_twice_keeps_the_first_time():
    token, _text = make_key("figures")
    first = timezone.now()
    issuing.revoke(token, at=first)
    issuing.revoke(token, at=first + timedelta(days=1))

    token.refresh_from_db()
    assert token.revoked_at == first


def test_a_token_lives_through_its_last_day():
    today = timezone.localdate()
    last = make_key("figures", name="I dag", expires_on=today)[1]
    past = make_key("figures", name="I går", expires_on=today - timedelta(days=1))[1]

    assert program(last).get(FIGURES).status_code == 200
    assert program(past).get(FIGURES).status_code == 401


@pytest.mark.parametrize("sent", ["", "bkr_", "bkr_\xe6", "x" * 7000, "' OR 1=1 --", "\x00"])
def test_whatever_is_sent_as_a_token_is_refused_calmly(sent):
    response = Client(headers={"Authorization": f"Bearer {sent}"}).get(FIGURES)

    assert response.status_code == 401
    assert response.json()["status"] == 401


def test_an_unknown_token_is_refused_even_when_it_is_well_made():
    assert program(secret.new()).get(FIGURES).status_code == 401


def test_whoever_sends_nothing_is_told_what_to_send():
    response = Client().get(FIGURES)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Authorization" in response.json()["detail"]


def test_a_token_for_something_else_is_told_which_right_it_lacks():
    response = make_program("packages").get(FIGURES)

    assert response.status_code == 403
    assert response["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="figures"'
    assert response["Content-Type"] == problems.TYPE


@pytest.mark.parametrize("name", ["access_token", "token", "key", "request"])
def test_a_token_in_an_address_is_never_read(name):
    text = make_key("figures")[1]

    assert Client().get(FIGURES, {name: text}).status_code == 401
    refused = Client().get("/api/v1/goals", {name: text})
    assert refused.status_code == 422
    assert text not in refused.content.decode()


def test_a_password_of_another_kind_is_not_ours_to_judge():
    basic = Client(headers={"Authorization": "Basic c2lyaTpoZW1tZWxpZw=="})

    assert basic.get("/api/v1/goals").status_code == 200
    assert basic.get(FIGURES).status_code == 401


def test_what_a_token_is_told_is_kept_by_nobody_and_read_by_no_other_site():
    machine = make_program("figures", municipality="Bærum")
    for address in (FIGURES, "/api/v1/goals", "/api/v1/nothing"):
        response = machine.get(address, headers={"Origin": "https://example.org"})

        assert "Access-Control-Allow-Origin" not in response
        assert "public" not in response["Cache-Control"]
        assert response.status_code == 404 or "Authorization" in response["Vary"]


def test_no_other_site_may_send_a_token_from_a_browser():
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    for address in ("/api/v1/goals", FIGURES):
        allowed = Client().options(address, headers=asked).headers.get("Access-Control-Allow-Headers", "")
        assert "authorization" not in allowed.lower()


def test_a_tokens_rights_are_its_own_whoever_is_signed_in_beside_it():
    client = make_program("packages")
    client.force_login(make_staff("Siri", Role.COORDINATOR, "Bærum"))

    assert client.get(FIGURES).status_code == 403


def test_two_keys_in_use_never_share_a_name():
    token, _text = make_key("figures")
    with pytest.raises(issuing.NameTaken):
        make_key("packages")

    issuing.revoke(token, at=timezone.now())
    assert make_key("packages")[0].pk != token.pk


def test_a_right_that_does_not_exist_cannot_be_given():
    with pytest.raises(ValueError, match="everything"):
        make_key("everything")
