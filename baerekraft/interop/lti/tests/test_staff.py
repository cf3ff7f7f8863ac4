import re

import pytest
from django.urls import reverse
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.interop.lti import staff
from baerekraft.interop.lti.models import LtiInvitation, Platform
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db
HERE = "/redaksjon/koblinger/lti/"
MOODLE = {
    "name": "Moodle",
    "issuer": "https://moodle.example.no",
    "client_id": "abc",
    "deployments": "1\n2\n\n1",
    "auth_login_url": "https://moodle.example.no/mod/lti/auth.php",
    "auth_token_url": "https://moodle.example.no/mod/lti/token.php",
    "key_set_url": "https://moodle.example.no/mod/lti/certs.php",
    "token_audience": "",
    "frame_origins": "",
}


@pytest.fixture
def siri(client):
    return sign_in(client, make_staff("Siri", Role.ADMINISTRATOR))


def test_siri_adds_a_platform_and_sees_the_addresses_that_it_asks_for(siri, settings):
    page = siri.get(HERE).content.decode()
    for path in ("/lti/login/", "/lti/start/", "/lti/jwks.json"):
        assert settings.BASE_URL + path in page

    assert siri.post(HERE, MOODLE).status_code == 302
    assert Platform.objects.get().deployments == ["1", "2"]
    assert "https://moodle.example.no" in siri.get(HERE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"auth_token_url": "http://moodle.example.no/token"},
        {"key_set_url": "https://127.0.0.1/keys"},
        {"key_set_url": "https://user:pass@moodle.example.no/keys"},
        {"auth_login_url": "javascript:alert(1)"},
        {"frame_origins": "https://a.example.no; script-src *"},
        {"frame_origins": "*"},
        {"deployments": "\n".join(map(str, range(60)))},
        {"issuer": ""},
        {"issuer": "https://moodle.example.no\x00"},
        {"deployments": "1\x00"},
    ],
)
def test_what_would_not_work_or_would_harm_is_not_saved(siri, settings, wrong):
    settings.OUTGOING_PRIVATE = False

    assert siri.post(HERE, {**MOODLE, **wrong}).status_code == 422
    assert not Platform.objects.exists()


def test_the_same_platform_twice_is_said(siri):
    siri.post(HERE, MOODLE)

    assert siri.post(HERE, MOODLE).status_code == 422


def test_new_keys_are_fetched_when_their_address_is_changed(siri):
    siri.post(HERE, MOODLE)
    Platform.objects.update(key_set={"keys": []}, key_set_at="2026-01-01T00:00:00Z", last_error="x")
    pk = Platform.objects.get().pk

    siri.post(f"{HERE}{pk}/", {**MOODLE, "key_set_url": "https://moodle.example.no/new"})

    changed = Platform.objects.get()
    assert (changed.key_set, changed.key_set_at, changed.last_error) == (None, None, "")


def test_a_platform_that_somebody_has_come_from_stays_who_it_is(siri):
    """Else another platform's users would be let in as those of this one."""
    siri.post(HERE, MOODLE)
    platform = Platform.objects.get()
    here = f"{HERE}{platform.pk}/"
    siri.post(here, {**MOODLE, "client_id": "mistyped"})
    assert Platform.objects.get().client_id == "mistyped"
    now = timezone.now()
    platform.learners.create(subject="u", learner=make_learner("Kari"), first_at=now, last_at=now)

    page = siri.get(here).content.decode()
    siri.post(here, {**MOODLE, "issuer": "https://other.example.no", "client_id": "other", "name": "New"})

    assert len(re.findall(r'name="(?:issuer|client_id)"[^>]* disabled', page)) == 2
    changed = Platform.objects.get()
    assert (changed.issuer, changed.client_id, changed.name) == (MOODLE["issuer"], "mistyped", "New")


def test_siri_withdraws_a_platform_and_lets_it_in_again(siri):
    siri.post(HERE, MOODLE)
    pk = Platform.objects.get().pk

    siri.post(f"{HERE}{pk}/tilbakekalling/")
    assert Platform.objects.get().withdrawn_at
    siri.post(f"{HERE}{pk}/tilbakekalling/", {"again": "1"})

    assert Platform.objects.get().withdrawn_at is None
    assert siri.get(f"{HERE}{pk}/").status_code == 200


def test_an_address_for_registration_is_made_and_shown(siri, settings):
    siri.post(f"{HERE}registrering/")

    secret = LtiInvitation.objects.get().secret
    assert f"{settings.BASE_URL}/lti/registrering/{secret}/" in siri.get(HERE).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_comes_in(client, method):
    Platform.objects.create(**{**MOODLE, "deployments": []})
    pk = Platform.objects.get().pk
    for someone in (None, make_staff("Eva", Role.EDITOR)):
        if someone:
            sign_in(client, someone)
        for address in staff.addresses():
            path = reverse(address.name, args=[pk] if "pk" in str(address.pattern) else [])
            assert getattr(client, method)(path, MOODLE).status_code in {302, 403, 405}
    assert Platform.objects.get().withdrawn_at is None
    assert not LtiInvitation.objects.exists()
