"""Siri, an administrator, makes and revokes keys; nobody else sees that there are any."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.interop.tests.machines import make_key, program
from baerekraft.interop.tokens.models import Token
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db
KEYS = "/redaksjon/koblinger/nokler/"


@pytest.fixture
def siri():
    return sign_in(Client(), make_staff("Siri", Role.ADMINISTRATOR))


def asked(**more):
    return {
        "name": "KS Læring, Bærum",
        "scopes": ["packages", "figures"],
        "municipality": str(Municipality.objects.get(name="Bærum").pk),
        "county": "",
        "expires_on": str(timezone.localdate() + timedelta(days=30)),
    } | more


def shown(response):
    return re.findall(r"bkr_[0-9A-Za-z]{38}", response.content.decode())


def test_siri_makes_a_key_and_sees_it_once(siri):
    response = siri.post(KEYS, asked())

    [text] = shown(response)
    assert "no-store" in response["Cache-Control"]
    assert program(text).get("/api/v1/figures/baerum").status_code == 200
    again = siri.get(KEYS)
    assert shown(again) == []
    assert "KS Læring, Bærum" in again.content.decode()
    token = Token.objects.get()
    assert token.made_by.email == "siri@example.no"
    assert text not in again.content.decode()


def test_siri_revokes_a_key_and_it_is_over_at_once(siri):
    token, text = make_key("figures", name="Gammel")
    response = siri.post(reverse("token-revocation", args=[token.pk]), follow=True)

    assert program(text).get("/api/v1/figures").status_code == 401
    page = response.content.decode()
    assert "Gammel" in page
    assert reverse("token-revocation", args=[token.pk]) not in page


def test_pressing_twice_makes_one(siri):
    siri.post(KEYS, asked())
    again = siri.post(KEYS, asked())

    assert shown(again) == []
    assert Token.objects.count() == 1
    assert "KS Læring, Bærum" in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"municipality": "999999"},
        {"county": "Sverige"},
        {"county": "Akershus"},
        {"expires_on": ""},
        {"expires_on": "2020-01-01"},
        {"expires_on": "9999-12-31"},
        {"expires_on": "i morgen"},
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(siri, wrong):
    response = siri.post(KEYS, asked(**wrong))

    assert Token.objects.count() == 0
    assert response.context["form"].errors
    if "name" not in wrong:
        assert 'value="KS Læring, Bærum"' in response.content.decode()


def test_a_name_with_markup_is_shown_as_it_was_typed(siri):
    response = siri.post(KEYS, asked(name="<b>x</b>"))

    assert "<b>x</b>" not in response.content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in response.content.decode()


def test_connections_has_a_card_for_keys(siri):
    assert f'href="{KEYS}"' in siri.get("/redaksjon/koblinger/").content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.TRANSLATOR])
def test_nobody_else_makes_revokes_or_sees_keys(role):
    token, text = make_key("figures")
    other = sign_in(Client(), make_staff("Per", role))

    for response in (other.get(KEYS), other.post(KEYS, asked()), other.get("/redaksjon/koblinger/")):
        assert response.status_code in (302, 403)
        assert "KS Læring" not in response.content.decode()
    other.post(reverse("token-revocation", args=[token.pk]))
    assert Token.objects.count() == 1
    assert program(text).get("/api/v1/figures").status_code == 200


def test_whoever_is_signed_out_is_asked_to_sign_in():
    token, _text = make_key("figures")
    assert Client().get(KEYS).status_code == 302
    assert Client().post(reverse("token-revocation", args=[token.pk])).status_code in (302, 403)
    assert Token.objects.get().revoked_at is None


def test_opening_the_address_of_a_button_changes_nothing(siri):
    token, _text = make_key("figures")

    assert siri.get(reverse("token-revocation", args=[token.pk])).status_code == 405
    assert Token.objects.get().revoked_at is None


def test_an_old_key_is_told_to_be_past_its_day(siri):
    make_key("figures", name="Utløpt", expires_on=timezone.localdate() - timedelta(days=1))

    assert "Utløpt" in siri.get(KEYS).content.decode()
    assert not siri.get(KEYS).context["living"]
