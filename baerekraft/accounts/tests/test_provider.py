"""Kari is invited and signs in where she works; others try."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as real
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests import providers
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.accounts.tests.providers import enter, rewritten
from baerekraft.config import staff_providers

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with providers.running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app()]}}
        yield provider


@pytest.fixture
def trust(settings, provider):
    """Set more about the provider, as an operator would."""

    def change(**more):
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app(**more)]}}

    return change


@pytest.fixture
def kari(provider):
    return make_staff("Kari", Role.EDITOR)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_an_invited_person_enters_and_comes_where_she_was_going(client, provider, kari):
    answer = enter(client, provider, "kari", next="/redaksjon/pages/")

    assert answer["Location"] == "/redaksjon/pages/"
    assert client.session["_auth_user_id"] == str(kari.pk)
    assert client.get("/redaksjon/").status_code == 200
    assert enter(Client(), provider, "kari")["Location"] == "/redaksjon/"
    assert SocialAccount.objects.get().extra_data == {}


def test_the_question_is_asked_with_nonce_state_and_pkce_and_not_as_the_link_says(
    client, provider, kari, trust
):
    trust(auth_params={"acr_values": "idporten-loa-high"})
    away = client.post("/redaksjon/inn/med/jobb/?auth_params=acr_values%3Dlow&scope=payroll")
    provider.consent(away["Location"], "kari")

    assert provider.asked["acr_values"] == ["idporten-loa-high"]
    assert set(provider.asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert provider.asked["code_challenge_method"] == ["S256"]
    assert len(provider.asked["nonce"][0]) >= 32
    assert provider.asked["state"]


def test_somebody_who_is_not_invited_is_told_whom_to_ask_and_no_user_is_made(
    client, provider, kari, settings
):
    settings.CONTACT = "kurs@example.no"

    answer = enter(client, provider, "ola")

    assert answer.status_code == 403
    assert "kurs@example.no" in answer.content.decode()
    assert not is_in(client)
    assert list(User.objects.all()) == [kari]


def test_an_address_that_is_not_confirmed_opens_nothing(client, provider, kari):
    assert enter(client, provider, "kari-unconfirmed").status_code == 403
    assert not is_in(client)


def test_a_provider_of_ones_own_house_may_be_trusted_with_addresses(client, provider, kari, trust):
    """Entra ID never says that an address is confirmed, and gives some as user names only."""
    assert enter(client, provider, "kari-by-name").status_code == 403

    trust(trust_email=True)

    assert enter(client, provider, "kari-by-name")["Location"] == "/redaksjon/"


def test_an_answer_is_good_once(client, provider, kari):
    """A state that has been used, or belongs to another browser, opens nothing."""
    away = client.post("/redaksjon/inn/med/jobb/")
    back = provider.consent(away["Location"], "kari")

    other = Client()
    assert other.get(back).status_code == 403
    assert not is_in(other)

    client.get(back)
    client.post("/redaksjon/inn/ut/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_a_token_from_an_earlier_question_is_refused(client, provider, kari):
    """It is rightly signed, but its nonce is another's."""
    enter(client, provider, "kari")
    earlier = provider.tokens[-1]
    provider.alter = lambda token: earlier

    other = Client()
    assert enter(other, provider, "ola").status_code == 403
    assert not is_in(other)


@pytest.mark.parametrize(
    "change",
    [
        {"email": "siri@example.no"},
        {"iss": "https://elsewhere.example.no"},
        {"aud": "another"},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS256"}},
        {"header": {"kid": "unknown"}},
    ],
)
def test_a_token_that_was_changed_on_the_way_is_refused(client, provider, kari, change):
    make_staff("Siri", Role.ADMINISTRATOR)
    provider.alter = lambda token: rewritten(token, **change)

    assert enter(client, provider, "kari").status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "e30.e30."])
def test_what_is_not_a_token_is_refused(client, provider, kari, token):
    provider.alter = lambda _token: token

    assert enter(client, provider, "kari").status_code == 403


def test_a_rightly_signed_token_from_another_issuer_is_refused(client, provider, kari, trust):
    trust(issuer="https://login.example.no")

    assert enter(client, provider, "kari").status_code == 403
    assert not is_in(client)


def test_a_rightly_signed_token_for_somebody_elses_service_is_refused(client, provider, kari, settings):
    away = client.post("/redaksjon/inn/med/jobb/")
    theirs = away["Location"].replace("client_id=baerekraft", "client_id=another")

    assert client.get(provider.consent(theirs, "kari")).status_code == 403
    assert not is_in(client)


def test_a_person_without_an_address_links_first_and_enters_with_it_later(client, provider, kari, trust):
    """ID-porten gives no e-mail address, only a level and a national identity number that we do not keep."""
    levels = ["idporten-loa-substantial", "idporten-loa-high"]
    trust(levels=levels, scope=["openid", "profile"])
    assert enter(Client(), provider, "high").status_code == 403

    client.force_login(kari)
    linked = enter(client, provider, "high", process="connect")
    other = Client()

    assert linked["Location"] == "/redaksjon/inn/sikkerhet/"
    assert enter(other, provider, "high")["Location"] == "/redaksjon/"
    assert other.session["_auth_user_id"] == str(kari.pk)
    assert "12057900499" not in str(SocialAccount.objects.values())


def test_too_low_a_level_is_refused(client, provider, kari, trust):
    trust(levels=["idporten-loa-substantial", "idporten-loa-high"])

    assert enter(client, provider, "nobody").status_code == 403
    assert enter(client, provider, "kari").status_code == 403


def test_kari_takes_the_link_away_again(client, provider, kari):
    enter(client, provider, "kari")
    link = SocialAccount.objects.get()

    client.post("/redaksjon/inn/koblinger/", {"link": link.pk})

    assert not SocialAccount.objects.exists()


def test_nobody_takes_anothers_link_away(client, provider, kari):
    enter(Client(), provider, "kari")
    client.force_login(make_staff("Ola", Role.EDITOR))

    assert (
        client.post("/redaksjon/inn/koblinger/", {"link": SocialAccount.objects.get().pk}).status_code == 404
    )
    assert SocialAccount.objects.exists()


def test_an_administrator_still_needs_a_second_factor_unless_the_provider_is_trusted_with_it(
    client, provider, trust
):
    make_staff("Siri", Role.ADMINISTRATOR)
    enter(client, provider, "siri")
    assert client.get("/redaksjon/")["Location"] == "/redaksjon/inn/sikkerhet/forst/"

    trust(strong=True)

    assert client.get("/redaksjon/").status_code == 200


def test_a_password_is_not_lost_by_signing_in_elsewhere(client, provider):
    siri = User.objects.create_superuser("siri@example.no", "et langt passord til prøven")

    enter(client, provider, "siri")

    siri.refresh_from_db()
    assert siri.check_password("et langt passord til prøven")


def test_whoever_is_shut_out_does_not_come_in_this_way(client, provider, kari):
    enter(Client(), provider, "kari")
    inviting.withdraw(kari)

    assert enter(client, provider, "kari").status_code == 403
    assert not is_in(client)


def test_a_provider_that_does_not_answer_is_told_of(client, provider, kari, trust):
    trust(server_url="http://localhost:1")

    answer = client.post("/redaksjon/inn/med/jobb/")

    assert answer.status_code == 503


def test_whoever_regrets_at_the_provider_is_back_at_the_sign_in_page(client, provider, kari):
    away = client.post("/redaksjon/inn/med/jobb/")
    state = away["Location"].split("state=")[1].split("&")[0]

    answer = client.get(f"/redaksjon/inn/med/jobb/tilbake/?error=access_denied&state={state}")

    assert answer.status_code in {302, 403}
    assert not is_in(client)


def test_the_way_in_cannot_be_begun_by_a_link(client, provider):
    assert client.get("/redaksjon/inn/med/jobb/").status_code == 405


def test_an_unknown_provider_is_not_found(client, provider):
    assert client.post("/redaksjon/inn/med/annet/").status_code == 404
    assert client.get("/redaksjon/inn/med/annet/tilbake/").status_code == 404


def test_a_provider_is_set_up_by_the_environment(monkeypatch):
    for name, value in {
        "OIDC_PROVIDERS": "idporten",
        "OIDC_IDPORTEN_NAME": "ID-porten",
        "OIDC_IDPORTEN_ISSUER": "https://idporten.no",
        "OIDC_IDPORTEN_CLIENT_ID": "abc",
        "OIDC_IDPORTEN_ACR": "idporten-loa-substantial idporten-loa-high",
        "OIDC_IDPORTEN_SCOPE": "openid profile",
        "OIDC_IDPORTEN_STRONG": "on",
    }.items():
        monkeypatch.setenv(name, value)

    (app,) = staff_providers.read()

    assert app["name"] == "ID-porten"
    assert app["settings"]["auth_params"] == {"acr_values": "idporten-loa-substantial"}
    assert app["settings"]["strong"]
    assert not app["settings"]["trust_email"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("ISSUER", "http://idporten.no"), ("ISSUER", ""), ("CLIENT_ID", "")],
)
def test_a_provider_that_is_set_up_wrongly_is_told_of_at_once(monkeypatch, name, value):
    monkeypatch.setenv("OIDC_PROVIDERS", "idporten")
    monkeypatch.setenv("OIDC_IDPORTEN_ISSUER", "https://idporten.no")
    monkeypatch.setenv("OIDC_IDPORTEN_CLIENT_ID", "abc")
    monkeypatch.setenv(f"OIDC_IDPORTEN_{name}", value)

    with pytest.raises(ImproperlyConfigured, match=f"OIDC_IDPORTEN_{name}"):
        staff_providers.read()


def test_without_providers_there_is_none(settings):
    assert real.STAFF_PROVIDERS == []
