"""The badges in the hands of checkers that share no code with us; the issuer and the lists are asked over HTTP."""

import json
from datetime import timedelta

import jwt
import pytest
from django.core.management import call_command
from django.utils import timezone

from baerekraft.credentials import certificates
from baerekraft.credentials.badges import issuing, keys, signing
from baerekraft.credentials.badges.tests import peers
from baerekraft.credentials.badges.tests.factories import make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def refresh(settings, db):
    with peers.serving() as (address, refresh):
        settings.BASE_URL = address
        refresh()
        yield refresh


@pytest.fixture
def karis(refresh):
    return make_certificate()


def proofed(credential) -> dict:
    return signing.with_proof(credential, keys.current(), at=timezone.now())


def day(moment) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_both_take_a_genuine_badge(karis):
    assert peers.node_says(json.loads(issuing.as_json(karis, at=timezone.now()))) == (True, "")
    assert peers.jwt_says(issuing.as_jwt(karis)) == (True, "")


def test_a_whole_years_badges_stand_after_the_key_has_changed(karis, refresh):
    old = json.loads(issuing.as_json(karis, at=timezone.now())), issuing.as_jwt(karis)
    call_command("rotate_badge_key")
    refresh()

    assert peers.node_says(old[0])[0]
    assert peers.jwt_says(old[1])[0]


def test_a_badge_with_another_achievement_is_refused(karis):
    badge = json.loads(issuing.as_json(karis, at=timezone.now()))
    badge["credentialSubject"]["achievement"]["name"] = "Professor i bærekraft"
    header, _claims, signature = issuing.as_jwt(karis).split(".")
    changed = jwt.encode({**badge, "iss": keys.issuer()}, "x" * 32).split(".")[1]

    verified, why = peers.node_says(badge)
    assert not verified
    assert "Invalid signature" in why
    verified, why = peers.jwt_says(f"{header}.{changed}.{signature}")
    assert not verified
    assert "Signature" in why


def test_an_expired_badge_is_refused(karis):
    over = {**issuing.credential(karis), "validUntil": day(timezone.now() - timedelta(days=1))}
    over["validFrom"] = day(timezone.now() - timedelta(days=30))

    verified, why = peers.node_says(proofed(over))
    assert not verified
    assert "validUntil" in why
    assert "ExpiredSignature" in peers.jwt_says(signing.as_jwt(over, keys.current()))[1]


def test_a_revoked_badge_is_refused_as_soon_as_the_list_is_read_again(karis, refresh):
    badge = json.loads(issuing.as_json(karis, at=timezone.now())), issuing.as_jwt(karis)
    certificates.revoke(karis, reason="Feil", at=timezone.now())
    refresh()

    assert peers.node_says(badge[0]) == (False, "revoked")
    assert peers.jwt_says(badge[1]) == (False, "revoked")


def test_a_badge_that_another_issuer_signed_in_our_name_is_refused(karis, settings):
    ours = issuing.credential(karis)
    with peers.serving() as (address, refresh):
        here, settings.BASE_URL = settings.BASE_URL, address
        call_command("rotate_badge_key", disown=1)
        refresh()
        badge, token = proofed(ours), signing.as_jwt(ours, keys.current())
        settings.BASE_URL = here

        verified, why = peers.node_says(badge)
        assert not verified
        assert "issued by" in why
        assert not peers.jwt_says(token)[0]


def test_a_badge_of_one_more_hour_to_come_is_taken_by_nobody_and_of_half_a_minute_by_clocks_that_allow_it(
    karis,
):
    soon = {**issuing.credential(karis), "validFrom": day(timezone.now() + timedelta(seconds=30))}
    later = {**soon, "validFrom": day(timezone.now() + timedelta(hours=1))}

    assert peers.jwt_says(signing.as_jwt(soon, keys.current()))[0]
    assert not peers.jwt_says(signing.as_jwt(later, keys.current()))[0]
    assert peers.node_says(proofed(soon))[0]
    assert not peers.node_says(proofed(later))[0]


def test_an_old_copy_of_the_list_from_before_the_revocation_does_not_last(karis, refresh, monkeypatch):
    eight_days_ago = timezone.now() - timedelta(days=8)
    monkeypatch.setattr("baerekraft.credentials.badges.views.timezone.now", lambda: eight_days_ago)
    refresh()
    monkeypatch.undo()

    assert not peers.node_says(json.loads(issuing.as_json(karis, at=timezone.now())))[0]
    assert "ExpiredSignature" in peers.jwt_says(issuing.as_jwt(karis))[1]
