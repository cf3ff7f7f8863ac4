from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from baerekraft.interop.lti import registering, tasks
from baerekraft.interop.lti.models import LtiInvitation, Platform
from baerekraft.interop.lti.tests import lms as platforms
from baerekraft.interop.lti.tests.lms import Handler
from baerekraft.interop.lti.tests.walking import OURS, address, arrive


@pytest.fixture
def unknown(db):
    with platforms.running(settings.BASE_URL) as running:
        yield running


@pytest.fixture
def invitation(db) -> LtiInvitation:
    now = timezone.now()
    return LtiInvitation.objects.create(made_at=now, expires_at=now + timedelta(days=7))


def asked(lms, **changes) -> dict[str, str]:
    home = f"{lms.url}/.well-known/openid-configuration"
    return {"openid_configuration": home, "registration_token": "engangs", **changes}


def register(invitation, sent) -> object:
    """The button, what the worker then does, and the button on the next page."""
    address = f"/lti/registrering/{invitation.secret}/"
    pressed = Client().post(address, sent, headers=OURS)
    if "data-wait" not in pressed.content.decode():
        return pressed
    tasks.register.func(invitation.pk)
    return Client().post(address, {**sent, "show": "1"}, headers=OURS)


def test_a_platform_registers_itself_and_kari_comes_from_it(unknown, invitation, client, first_lesson):
    response = register(invitation, asked(unknown))

    assert response.status_code == 200
    platform = Platform.objects.get()
    assert (platform.issuer, platform.client_id, platform.deployments) == (
        unknown.url,
        unknown.client_id,
        [unknown.deployment],
    )
    (told,) = unknown.registered
    assert told["redirect_uris"] == [f"{settings.BASE_URL}/lti/start/"]
    assert told["token_endpoint_auth_method"] == "private_key_jwt"
    assert arrive(client, unknown, address(first_lesson)).status_code == 303


def test_looking_registers_nothing(unknown, invitation, client):
    response = client.get(f"/lti/registrering/{invitation.secret}/", asked(unknown))

    assert response.status_code == 200
    assert f"frame-ancestors {unknown.url}" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert unknown.registered == []
    assert not Platform.objects.exists()


def test_the_address_works_once(unknown, invitation):
    register(invitation, asked(unknown))

    assert register(invitation, asked(unknown)).status_code == 410
    assert len(unknown.registered) == 1


@pytest.mark.parametrize(
    "change", [{"expires_at": "2020-01-01T00:00:00Z"}, {"used_at": "2020-01-01T00:00:00Z"}]
)
def test_an_old_or_used_address_does_not_work(unknown, invitation, change):
    LtiInvitation.objects.update(**change)

    assert register(invitation, asked(unknown)).status_code == 410
    assert not Platform.objects.exists()


def test_until_it_is_done_one_is_asked_to_wait_and_afterwards_it_is_told_for_a_while(unknown, invitation):
    address, again = f"/lti/registrering/{invitation.secret}/", {**asked(unknown), "show": "1"}
    Client().post(address, asked(unknown), headers=OURS)
    assert "data-wait" in Client().post(address, again, headers=OURS).content.decode()
    tasks.register.func(invitation.pk)
    tasks.register.func(invitation.pk)

    assert "data-close" in Client().post(address, again, headers=OURS).content.decode()
    assert len(unknown.registered) == Platform.objects.count() == 1
    LtiInvitation.objects.update(used_at=timezone.now() - timedelta(hours=1))
    assert Client().post(address, again, headers=OURS).status_code == 410


def test_an_address_that_nobody_made_does_not_work(unknown):
    assert Client().get(f"/lti/registrering/{'a' * 32}/", asked(unknown)).status_code == 410


def test_another_site_cannot_press_the_button(unknown, invitation):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    response = Client().post(f"/lti/registrering/{invitation.secret}/", asked(unknown), headers=elsewhere)

    assert response.status_code == 403
    assert not Platform.objects.exists()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"registration_token": "feil"}, 502),
        ({"openid_configuration": ""}, 400),
        ({"openid_configuration": "javascript:alert(1)"}, 400),
        ({"openid_configuration": "{url}/jwks"}, 502),
        ({"openid_configuration": "{url}/finnes-ikke"}, 502),
        ({"openid_configuration": "http://127.0.0.1:1/x"}, 502),
    ],
)
def test_what_goes_wrong_is_said_and_the_address_works_still(unknown, invitation, changes, status):
    sent = {name: value.replace("{url}", unknown.url) for name, value in changes.items()}

    assert register(invitation, asked(unknown, **sent)).status_code == status
    assert not Platform.objects.exists()
    assert register(invitation, asked(unknown)).status_code == 200


def test_a_platform_that_says_it_is_another_is_refused(unknown, invitation):
    real = unknown.described
    unknown.described = lambda: {**real(), "issuer": "https://moodle.example.no"}

    assert register(invitation, asked(unknown)).status_code == 502
    assert unknown.registered == []


@pytest.mark.parametrize(
    "name", ["registration_endpoint", "authorization_endpoint", "token_endpoint", "jwks_uri"]
)
@pytest.mark.parametrize("value", ["", None, {"a": 1}])
def test_a_platform_that_leaves_an_address_out_is_refused(unknown, invitation, monkeypatch, name, value):
    answers(monkeypatch, {name: value})

    assert register(invitation, asked(unknown)).status_code == 502
    assert unknown.registered == []
    assert not Platform.objects.exists()


def test_the_token_goes_to_no_other_server_than_the_one_that_was_named(unknown, invitation, monkeypatch):
    answers(monkeypatch, {"registration_endpoint": "https://other.example.no/x"})

    assert register(invitation, asked(unknown)).status_code == 502
    assert unknown.registered == []


def test_a_large_platform_may_sign_in_and_keep_its_keys_elsewhere(unknown, invitation, monkeypatch):
    sso = "https://sso.example.no"
    answers(monkeypatch, {"authorization_endpoint": f"{sso}/login", "jwks_uri": f"{sso}/keys"})

    assert register(invitation, asked(unknown)).status_code == 200
    assert Platform.objects.get().key_set_url == f"{sso}/keys"


def answers(monkeypatch, changes):
    plain = Handler.answer
    monkeypatch.setattr(Handler, "answer", lambda self, told: plain(self, {**told, **changes}))


@pytest.mark.parametrize("changes", [{"registration_token": "a\x00"}, {"openid_configuration": "{url}/\x00"}])
def test_what_cannot_be_kept_is_not_asked_for(unknown, invitation, changes):
    sent = {name: value.replace("{url}", unknown.url) for name, value in changes.items()}

    assert register(invitation, asked(unknown, **sent)).status_code == 400


def test_an_answer_that_cannot_be_kept_is_refused(unknown, invitation):
    unknown.deployment = "1\x00"

    assert register(invitation, asked(unknown)).status_code == 502
    assert not Platform.objects.exists()
    assert LtiInvitation.objects.get().asked is None


def test_of_two_who_use_the_address_at_once_one_registers(unknown, invitation, monkeypatch):
    stale = LtiInvitation.objects.get()
    register(invitation, asked(unknown))
    monkeypatch.setattr(unknown, "client_id", "kurs-18")

    with pytest.raises(registering.NotRegistered):
        registering.accept(
            stale, **{"url": asked(unknown)["openid_configuration"], "token": "engangs"}, at=timezone.now()
        )

    assert Platform.objects.count() == 1


def test_a_platform_inside_the_house_is_not_called(unknown, invitation, settings):
    settings.OUTGOING_PRIVATE = False

    assert register(invitation, asked(unknown)).status_code == 502
    assert unknown.registered == []


def test_a_platform_that_is_here_already_is_not_written_over(unknown, invitation):
    register(invitation, asked(unknown))
    now = timezone.now()
    other = LtiInvitation.objects.create(made_at=now, expires_at=now + timedelta(days=7))

    assert register(other, asked(unknown)).status_code == 502
    assert Platform.objects.count() == 1
