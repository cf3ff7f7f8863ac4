"""Siri administers, Kari edits; neither has a password."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import (
    CODE,
    app_code,
    code_of,
    letters_to,
    mailed_code,
    make_staff,
    sign_in,
)

pytestmark = pytest.mark.django_db

HERE = "/redaksjon/inn/"


@pytest.fixture
def kari():
    return make_staff("Kari", Role.EDITOR)


@pytest.fixture
def siri():
    return make_staff("Siri", Role.ADMINISTRATOR)


def ask_for_a_code(browser: Client, address: str, **more: str) -> None:
    assert browser.post(HERE, {"email": address, **more})["Location"].startswith(f"{HERE}kode/")


def test_kari_signs_in_with_a_code_by_mail_and_comes_where_she_was_going(client, kari):
    away = client.get("/redaksjon/pages/")
    there = client.get(away["Location"])
    assert "/redaksjon/pages/" in there.content.decode()

    ask_for_a_code(client, "kari@example.no", next="/redaksjon/pages/")
    answer = client.post(f"{HERE}kode/?next=/redaksjon/pages/", {"code": mailed_code("kari@example.no")})

    assert answer["Location"] == "/redaksjon/pages/"
    assert client.get("/redaksjon/pages/").status_code in {200, 302}
    assert client.get("/redaksjon/").status_code == 200


def test_the_code_may_be_typed_without_care(client, kari):
    ask_for_a_code(client, "KARI@Example.no")
    typed = mailed_code("kari@example.no").replace("-", " ").lower()

    assert client.post(f"{HERE}kode/", {"code": typed})["Location"] == "/redaksjon/"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(kari):
    known, unknown = Client(), Client()
    pages = {}
    for browser, address in ((known, "kari@example.no"), (unknown, "ola@example.no")):
        ask_for_a_code(browser, address)
        page = browser.get(f"{HERE}kode/").content.decode().replace(address, "…")
        pages[address] = re.sub(r'value="\w{64}"', "", page)

    assert pages["kari@example.no"] == pages["ola@example.no"]
    assert letters_to("ola@example.no") == []
    assert len(unknown.post(f"{HERE}kode/", {"code": "BCDF-GHJK"}).content) > 0
    assert not User.objects.filter(email="ola@example.no").exists()


def test_whoever_guesses_a_code_has_three_tries(client, kari):
    ask_for_a_code(client, "kari@example.no")
    code = mailed_code("kari@example.no")
    for _try in range(3):
        client.post(f"{HERE}kode/", {"code": "BBBB-BBBB"})

    client.post(f"{HERE}kode/", {"code": code})

    assert not client.session.get("_auth_user_id")


def test_asking_for_codes_is_counted_by_the_address_whichever_browser_asks(kari):
    answers = [Client().post(HERE, {"email": "kari@example.no"}).status_code for _try in range(5)]

    assert answers == [302, 302, 302, 200, 200]
    assert len([letter for letter in letters_to("kari@example.no") if CODE.search(letter.text)]) == 3


def test_the_counting_is_in_the_database_where_every_process_sees_it():
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "3rdparty/signup/", "passord/nytt/"]
)
def test_there_is_no_way_to_sign_up_or_to_change_address(client, path):
    form = {"email": "ola@example.no", "password1": "et langt passord", "password2": "et langt passord"}

    assert client.get(f"{HERE}{path}").status_code in {302, 404}
    assert client.post(f"{HERE}{path}", form).status_code in {302, 404}
    assert not User.objects.exists()


@pytest.mark.parametrize("path", ["/redaksjon/login/", "/redaksjon/password_reset/", "/drift/login/"])
def test_the_other_sign_in_pages_lead_to_the_one(client, path):
    assert client.get(f"{path}?next=/drift/")["Location"] == f"{HERE}?next=/drift/"


def test_wagtails_own_form_and_djangos_take_no_password(client):
    User.objects.create_superuser("siri@example.no", "et langt passord til prøven")
    form = {"username": "siri@example.no", "password": "et langt passord til prøven"}

    client.post("/redaksjon/login/", form)
    client.post("/drift/login/", form)

    assert not client.session.get("_auth_user_id")


def test_an_administrator_is_led_to_set_up_more_than_a_code_and_reaches_nothing_before(client, siri):
    ask_for_a_code(client, "siri@example.no")
    client.post(f"{HERE}kode/", {"code": mailed_code("siri@example.no")})

    for path in (
        "/redaksjon/",
        "/redaksjon/pages/",
        "/redaksjon/api/main/pages/",
        "/drift/",
        "/redaksjon/account/",
    ):
        assert client.get(path)["Location"] == f"{HERE}sikkerhet/forst/", path
        assert client.post(path)["Location"] == f"{HERE}sikkerhet/forst/", path
    assert client.get(f"{HERE}sikkerhet/forst/").status_code == 200


def test_siri_sets_up_an_app_gets_recovery_codes_and_is_in(client, siri):
    ask_for_a_code(client, "siri@example.no")
    client.post(f"{HERE}kode/", {"code": mailed_code("siri@example.no")})
    client.get(f"{HERE}app/")
    secret = client.session["mfa.totp.secret"]

    answer = client.post(f"{HERE}app/", {"code": code_of(secret)})

    codes = client.get(answer["Location"])
    assert codes.status_code == 200
    assert codes.content.decode().count("<code>") == 10
    assert client.get("/redaksjon/").status_code == 200
    assert client.get("/drift/").status_code == 200
    assert secret not in str(Authenticator.objects.get(user=siri, type="totp").data)


def test_next_time_siri_needs_both_the_code_and_the_app(siri, client):
    sign_in(client, siri)
    client = Client()
    ask_for_a_code(client, "siri@example.no")
    answer = client.post(f"{HERE}kode/", {"code": mailed_code("siri@example.no")})

    assert answer["Location"] == f"{HERE}andre-faktor/"
    assert not client.session.get("_auth_user_id")
    assert client.get(f"{HERE}andre-faktor/").status_code == 200


def test_a_session_that_never_saw_the_app_must_show_it_even_if_it_is_older(client, siri):
    client.force_login(siri)
    sign_in(Client(), siri)
    RecoveryCodes.activate(siri)

    assert client.get("/redaksjon/pages/")["Location"] == f"{HERE}bekreft/?next=%2Fredaksjon%2Fpages%2F"
    # Nor does it put up a key of its own, or read the codes.
    for path in ("nokkel/ny/", "app/fjern/", "reservekoder/", "reservekoder/nye/"):
        assert client.get(f"{HERE}{path}")["Location"].startswith(f"{HERE}bekreft/"), path


def test_a_password_does_not_stand_in_for_the_app(client):
    siri = User.objects.create_superuser("siri@example.no", "et langt passord til prøven")
    sign_in(Client(), siri)
    client.force_login(siri)

    answer = client.post(f"{HERE}bekreft/passord/", {"password": "et langt passord til prøven"})

    assert answer["Location"].startswith(f"{HERE}bekreft/")
    assert client.get("/redaksjon/").status_code == 302


def test_whoever_has_a_password_may_still_use_it(client):
    User.objects.create_superuser("siri@example.no", "et langt passord til prøven")

    wrong = client.post(f"{HERE}passord/", {"login": "siri@example.no", "password": "feil"})
    right = client.post(
        f"{HERE}passord/", {"login": "siri@example.no", "password": "et langt passord til prøven"}
    )

    assert wrong.status_code == 200
    assert right["Location"] == "/redaksjon/"
    assert client.get("/redaksjon/")["Location"] == f"{HERE}sikkerhet/forst/"


def test_wrong_passwords_are_counted_by_the_address(client):
    User.objects.create_superuser("siri@example.no", "et langt passord til prøven")
    for _try in range(5):
        Client().post(f"{HERE}passord/", {"login": "siri@example.no", "password": "feil"})

    form = {"login": "siri@example.no", "password": "et langt passord til prøven"}

    assert client.post(f"{HERE}passord/", form).status_code == 200
    assert not client.session.get("_auth_user_id")


def test_wrong_codes_from_the_app_are_counted_by_the_person(client, siri):
    sign_in(client, siri)
    other = Client()
    other.force_login(siri)
    for _try in range(5):
        other.post(f"{HERE}bekreft/", {"code": "000000"})

    other.post(f"{HERE}bekreft/", {"code": app_code(siri)})

    assert other.get("/redaksjon/").status_code == 302


def test_kari_needs_no_second_factor_and_does_not_come_into_operation(client, kari):
    client.force_login(kari)

    assert client.get("/redaksjon/").status_code == 200
    assert client.get("/drift/").status_code == 403


def test_somebody_without_a_role_is_told_whom_to_ask(client, kari, settings):
    settings.CONTACT = "kurs@example.no"
    kari.memberships.all().delete()
    kari.refresh_from_db()
    kari.memberships.first()
    client.force_login(kari)

    answer = client.get("/redaksjon/")

    assert answer.status_code == 403
    assert "kurs@example.no" in answer.content.decode()


def test_a_right_without_a_role_opens_no_more_than_it_says(client):
    ola = User.objects.create_user("ola@example.no")
    ola.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(ola)

    assert client.get("/redaksjon/").status_code == 200
    assert client.get("/redaksjon/ansatte/").status_code == 302


def test_kari_signs_out_from_the_editors_menu(client, kari):
    client.force_login(kari)

    answer = client.post("/redaksjon/logout/", follow=True)

    assert answer.redirect_chain[-1][0].startswith(HERE)
    assert not client.session.get("_auth_user_id")


def test_withdrawn_access_ends_what_is_open_at_once_and_for_good(client, kari):
    client.force_login(kari)
    assert client.get("/redaksjon/").status_code == 200

    inviting.withdraw(kari)
    closed = client.get("/redaksjon/")
    make_staff("Kari", Role.EDITOR)

    assert closed["Location"].startswith(HERE)
    assert client.get("/redaksjon/")["Location"].startswith(HERE)


def test_withdrawn_access_gives_no_code(client, kari):
    inviting.withdraw(kari)
    before = len(letters_to("kari@example.no"))

    ask_for_a_code(client, "kari@example.no")

    assert len(letters_to("kari@example.no")) == before


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout"])
def test_the_pages_of_ones_own_security_open(client, kari, name):
    client.force_login(kari)

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "staff_password", "account_inactive"])
def test_signing_in_runs_no_script_but_its_own(client, name):
    answer = client.get(reverse(name))

    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(
        r"<script(?![^>]*(src=|type=.application/json))|style=|\son\w+=", answer.content.decode()
    )


def test_learners_get_no_session_and_nobody_is_looked_up(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as asked:
        answer = client.get("/personvern/")

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    tables = ("accounts_", "django_session", "account_", "mfa_", "socialaccount_")
    assert not [query for query in asked if any(f'"{table}' in query["sql"] for table in tables)]


def test_tor_who_coordinates_comes_to_insight_and_whoever_also_edits_finds_the_way_over(client):
    tor = make_staff("Tor", Role.COORDINATOR, "Hol")
    ask_for_a_code(client, tor.email)
    assert client.post(f"{HERE}kode/", {"code": mailed_code(tor.email)})["Location"] == "/innsikt/"

    inviting.invite(tor.email, role=Role.EDITOR)
    assert '"/innsikt/"' in client.get("/redaksjon/").content.decode()
    assert 'href="/redaksjon/"' in client.get("/innsikt/hol/kampanjer/").content.decode()


def test_tor_comes_back_to_the_page_he_asked_for(client):
    tor = make_staff("Tor", Role.COORDINATOR, "Hol")
    away = client.get("/innsikt/hol/enheter/")["Location"]
    assert "/innsikt/hol/enheter/" in client.get(away).content.decode()

    ask_for_a_code(client, tor.email, next="/innsikt/hol/enheter/")
    answer = client.post(f"{HERE}kode/?next=/innsikt/hol/enheter/", {"code": mailed_code(tor.email)})

    assert answer["Location"] == "/innsikt/hol/enheter/"
