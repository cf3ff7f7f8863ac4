"""Everything that a launch must not be: each is refused with a page that says what to do, and nobody comes in."""

import base64
import json
import time
from datetime import timedelta

import httpx
import jwt
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from jwcrypto.jwk import JWK

from baerekraft.interop.lti import key_sets, refusing
from baerekraft.interop.lti.models import LtiLaunch, LtiLogin, Platform
from baerekraft.interop.lti.refusing import Refused
from baerekraft.interop.lti.tasks import fetch_keys
from baerekraft.interop.lti.tests.lms import Handler
from baerekraft.interop.lti.tests.walking import OURS, address, begin, fields, launch, press, token
from baerekraft.learners.models import Learner

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


def refused(response, status: int = 400) -> str:
    """The page's words; asserts that it is a refusal, and that nobody was let in."""
    page = response.content.decode()
    assert response.status_code == status, page
    assert "<form" not in page
    assert not LtiLaunch.objects.exists()
    assert not Learner.objects.exists()
    return page


def why() -> str:
    return Platform.objects.get().last_error


def changed(lms, **claims):
    lms.alter = lambda message: {**message, **claims}


def test_the_same_token_a_second_time_is_refused(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    cookies = client.cookies.output()
    assert client.post("/lti/start/", sent).status_code == 200
    LtiLaunch.objects.all().delete()
    thief = Client()
    thief.cookies.load(cookies.replace("Set-Cookie: ", ""))

    refused(thief.post("/lti/start/", sent))


def test_an_old_token_with_a_new_state_is_refused(lms, client, first_lesson):
    first = token(client, lms, address(first_lesson))
    client.post("/lti/start/", first)
    LtiLaunch.objects.all().delete()
    second = token(client, lms, address(first_lesson))

    refused(client.post("/lti/start/", {**second, "id_token": first["id_token"]}))

    assert "nonce" in why()


def altered(sent: str, **claims) -> str:
    head, body, signature = sent.split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed = base64.urlsafe_b64encode(json.dumps({**told, **claims}).encode()).decode().rstrip("=")
    return f"{head}.{changed}.{signature}"


def test_a_token_that_was_altered_on_the_way_is_refused(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))

    refused(client.post("/lti/start/", {**sent, "id_token": altered(sent["id_token"], sub="u-ola")}))

    assert "Signature verification failed" in why()
    assert client.post("/lti/start/", sent).status_code == 200


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anybody_could_sign_is_refused(lms, client, first_lesson, algorithm):
    sent = token(client, lms, address(first_lesson))
    claims = jwt.decode(sent["id_token"], options={"verify_signature": False})
    kid = jwt.get_unverified_header(sent["id_token"])["kid"]
    key = None if algorithm == "none" else "a secret of thirty-two characters"
    forged = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})

    refused(client.post("/lti/start/", {**sent, "id_token": forged}))


def test_a_token_signed_with_another_key_of_the_same_name_is_refused(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    claims = jwt.decode(sent["id_token"], options={"verify_signature": False})
    kid = jwt.get_unverified_header(sent["id_token"])["kid"]
    pem = JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None).decode()

    forged = jwt.encode(claims, pem, algorithm="RS256", headers={"kid": kid})

    refused(client.post("/lti/start/", {**sent, "id_token": forged}))


@pytest.mark.parametrize(
    ("claims", "word"),
    [
        ({"iss": "https://annen.example.no"}, "issuer"),
        ({"aud": "et-annet-kurs"}, "udience"),
        ({"aud": ["kurs-17", "et-annet-kurs"], "azp": "et-annet-kurs"}, "azp"),
        ({"aud": ["kurs-17", "et-annet-kurs"], "azp": None}, "azp"),
        ({"azp": "et-annet-kurs"}, "azp"),
        ({f"{CLAIM}deployment_id": "avdeling-2"}, "avdeling-2"),
        ({f"{CLAIM}version": "1.1"}, "version"),
        ({f"{CLAIM}message_type": "LtiSubmissionReviewRequest"}, ""),
        ({f"{CLAIM}message_type": ["LtiResourceLinkRequest"]}, ""),
        ({f"{CLAIM}resource_link": "lenke-1"}, ""),
        ({f"{CLAIM}resource_link": {"id": "x" * 300}}, ""),
        ({f"{CLAIM}resource_link": {"id": ["x" * 300]}}, ""),
        ({f"{CLAIM}resource_link": {}}, "Resource Link"),
        ({f"{CLAIM}roles": None}, "Roles"),
        ({"sub": ""}, ""),
        ({"sub": "x" * 300}, ""),
        ({"sub": "u\x00kari"}, ""),
        ({"name": "Kari\x00"}, ""),
        ({"name": "Kari\ud800"}, ""),
        ({f"{CLAIM}resource_link": {"id": "1\x00"}}, ""),
        ({f"{CLAIM}target_link_uri": f"{settings.BASE_URL}/kurs/\x00"}, ""),
        ({f"{CLAIM}custom": {"a\x00": 1}}, ""),
        ({f"{CLAIM}custom": float("nan")}, ""),
        ({"nbf": float("inf")}, ""),
        ({"sub": {"id": 1}}, ""),
        ({f"{CLAIM}target_link_uri": "https://annen.example.no/kurs/"}, "annen.example.no"),
    ],
)
def test_a_token_that_is_not_for_us_or_not_whole_is_refused(lms, client, first_lesson, claims, word):
    changed(lms, **claims)
    status = 403 if f"{CLAIM}deployment_id" in claims else 400

    refused(launch(client, lms, address(first_lesson)), status)

    assert word in why()
    assert why() or f"{CLAIM}target_link_uri" in claims


def test_a_link_to_a_lesson_that_is_gone_says_so(lms, client):
    refused(launch(client, lms, f"{settings.BASE_URL}/kurs/del-1/finnes-ikke/"), 404)


def test_a_link_to_something_that_is_no_lesson_is_refused(lms, client):
    refused(launch(client, lms, f"{settings.BASE_URL}/min-side/data.json"), 404)


def moved_in_time(lms, seconds: int):
    """The platform's clock is this wrong: what it signs is from another time."""
    plain = lms.registration.platform_encode_and_sign

    def signed(payload, expiration=None):
        now = int(time.time()) + seconds
        return plain({**payload, "iat": now, "exp": now + expiration})

    lms.registration.platform_encode_and_sign = signed


@pytest.mark.parametrize("seconds", [50, -50])
def test_a_clock_that_is_less_than_a_minute_wrong_lets_her_in(lms, client, first_lesson, seconds):
    lms.lifetime = 5
    moved_in_time(lms, seconds)

    assert launch(client, lms, address(first_lesson)).status_code == 200


@pytest.mark.parametrize(("seconds", "word"), [(75, "framtiden"), (-75, "gammel")])
def test_a_clock_that_is_more_than_a_minute_wrong_does_not(lms, client, first_lesson, seconds, word):
    lms.lifetime = 5
    moved_in_time(lms, seconds)

    refused(launch(client, lms, address(first_lesson)))

    assert word in why()


def test_a_sign_in_that_waited_too_long_is_refused(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    LtiLogin.objects.update(expires_at="2020-01-01T00:00:00Z")

    refused(client.post("/lti/start/", sent))


def test_the_platform_changes_its_key_and_kari_comes_in_all_the_same(lms, client, first_lesson):
    launch(client, lms, address(first_lesson))
    launch(client, lms, address(first_lesson))
    assert lms.calls["/jwks"] == 1

    lms.rotate()

    assert launch(client, lms, address(first_lesson)).status_code == 429
    assert lms.calls["/jwks"] == 1
    Platform.objects.update(key_set_at=timezone.now() - timedelta(seconds=61))
    assert press(client, launch(client, lms, address(first_lesson))).status_code == 303
    assert lms.calls["/jwks"] == 2


def test_made_up_names_of_keys_do_not_make_us_call_without_end(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    claims = jwt.decode(sent["id_token"], options={"verify_signature": False})
    pem = JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None).decode()

    for number in range(5):
        forged = jwt.encode(claims, pem, algorithm="RS256", headers={"kid": f"k{number}"})
        refused(client.post("/lti/start/", {**sent, "id_token": forged}), 400 if number == 0 else 429)

    assert lms.calls["/jwks"] == 1
    assert client.post("/lti/start/", sent).status_code == 200


def test_of_two_processes_that_ask_for_the_keys_at_once_one_calls_the_platform(lms, platform):
    key_sets.fetch(Platform.objects.get())

    with pytest.raises(Refused):
        key_sets.fetch(platform)

    assert lms.calls["/jwks"] == 1


@pytest.mark.parametrize("keys", ["[" * 50_000, '{"keys": ["\\u0000"]}', '{"keys": [NaN]}', '"\\ud800"'])
def test_keys_that_cannot_be_kept_are_not_taken(lms, client, first_lesson, monkeypatch, keys):
    monkeypatch.setattr(Handler, "at_jwks", lambda self: self.answer(keys))

    refused(launch(client, lms, address(first_lesson)), 502)

    assert Platform.objects.get().key_set is None


def test_when_the_keys_cannot_be_fetched_she_is_asked_to_wait(lms, client, first_lesson):
    Platform.objects.update(key_set_url=f"{lms.url}/finnes-ikke")

    refused(launch(client, lms, address(first_lesson)), 502)

    assert "404" in why()
    refused(launch(client, lms, address(first_lesson)), 429)
    assert lms.calls["/finnes-ikke"] == 1


def test_keys_that_are_a_day_old_are_renewed_by_the_worker_and_nobody_waits(lms, client, first_lesson):
    launch(client, lms, address(first_lesson))
    Platform.objects.update(key_set_at=timezone.now() - timedelta(days=2))

    assert launch(client, lms, address(first_lesson)).status_code == 200
    assert lms.calls["/jwks"] == 1
    fetch_keys.func(Platform.objects.get().pk)

    assert lms.calls["/jwks"] == 2
    assert timezone.now() - Platform.objects.get().key_set_at < timedelta(minutes=1)


def test_a_key_that_the_platform_has_not_confirmed_for_a_week_is_asked_for_again(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    client.post("/lti/start/", sent)
    LtiLaunch.objects.all().delete()
    old = token(client, lms, address(first_lesson))
    lms.rotate()
    Platform.objects.update(key_set_at=timezone.now() - timedelta(days=8))

    refused(client.post("/lti/start/", old))


def test_a_withdrawn_platform_is_refused_at_every_step(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))
    Platform.objects.update(withdrawn_at="2026-01-01T00:00:00Z")

    refused(begin(client, lms, address(first_lesson)), 403)
    refused(client.post("/lti/start/", sent), 403)


def test_a_ticket_of_a_platform_that_was_withdrawn_meanwhile_is_refused(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson))
    Platform.objects.update(withdrawn_at="2026-01-01T00:00:00Z")

    assert press(client, page).status_code == 410
    assert not Learner.objects.exists()


def test_an_unknown_platform_is_told_what_to_do(db, client):
    asked = {"iss": "https://ukjent.example.no", "login_hint": "u", "target_link_uri": settings.BASE_URL}

    page = refused(client.get("/lti/login/", asked), 403)

    assert "koble" in page


def test_an_issuer_that_is_here_twice_must_say_which(lms, client, platform):
    Platform.objects.create(
        name="B", issuer=lms.url, client_id="kurs-18", auth_login_url="x", auth_token_url="x", key_set_url="x"
    )
    asked = {"iss": lms.url, "login_hint": "u-kari", "target_link_uri": settings.BASE_URL}

    refused(client.get("/lti/login/", asked), 403)
    assert client.get("/lti/login/", {**asked, "client_id": lms.client_id}).status_code == 302


@pytest.mark.parametrize(
    "asked", [{}, {"iss": "x"}, {"login_hint": "x"}, {"iss": "x", "login_hint": "a\x00b"}, {"iss": "\ud800"}]
)
def test_half_a_sign_in_is_refused(db, client, asked):
    try:
        response = client.get("/lti/login/", asked)
    except UnicodeEncodeError:
        response = client.get("/lti/login/?iss=%ED%A0%80")
    assert 400 <= response.status_code < 500


def test_a_huge_sign_in_is_refused(db, client):
    asked = {"iss": "https://lms.example.no", "login_hint": "u" * 9_000}

    refused(client.post("/lti/login/", asked), 413)
    refused(client.post("/lti/login/", {**asked, "login_hint": "u" * 3_000_000}), 413)


def test_a_huge_token_is_refused_before_it_is_read(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))

    refused(client.post("/lti/start/", {**sent, "id_token": "a" * 150_000}), 413)
    refused(client.post("/lti/start/", {**sent, "id_token": "a" * 3_000_000}), 413)
    refused(client.post("/lti/start/", {**sent, "id_token": "a" * 70_000}), 413)


def test_a_token_in_an_address_is_refused(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))

    refused(client.get("/lti/start/", sent), 405)
    assert client.post("/lti/start/", sent).status_code == 200


RUBBISH = [
    "",
    "a",
    "a.b",
    "a.b.c",
    "....",
    "é.è.ê",
    "eyJhbGciOiJSUzI1NiJ9.e30.x",
    "a\x00.b.c",
    "W1tb" * 9_000 + ".e30.x",
]


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_rubbish_in_place_of_a_token_is_refused(lms, client, first_lesson, rubbish):
    sent = token(client, lms, address(first_lesson))

    refused(client.post("/lti/start/", {**sent, "id_token": rubbish}))


@pytest.mark.parametrize("state", ["\x00", "a\x00" * 16, "å" * 32, "a" * 33])
def test_a_state_that_is_none_is_refused(lms, client, state):
    refused(client.post("/lti/start/", {"state": state, "id_token": "a.b.c"}))


@pytest.mark.parametrize("path", ["/lti/velg/", "/lti/deltakere/"])
def test_a_ticket_that_is_none_is_refused(db, client, path):
    refused(client.post(path, {"ticket": "a\x00"}, headers=OURS), 410)


def test_what_staff_are_told_can_be_kept(platform):
    refusing.note(platform, "wrong\x00 and half\ud800", at=timezone.now())

    assert why() == "wrong and half"


def test_a_stranger_cannot_send_his_own_token_through_karis_browser(lms, client, first_lesson):
    strangers = token(Client(), lms, address(first_lesson), user="u-ola")

    page = client.post("/lti/start/", strangers).content.decode()

    assert 'action="/lti/login/"' in page
    assert not LtiLaunch.objects.exists()


def test_a_platform_that_says_it_signs_in_by_script_gets_no_script_in(lms, client, first_lesson):
    changed(lms, name="<script>alert(1)</script>")
    Platform.objects.update(name="<script>alert(2)</script>")

    page = launch(client, lms, address(first_lesson)).content.decode()

    assert "<script>alert" not in page


def test_old_cookies_of_others_do_not_help(lms, client, first_lesson):
    first = begin(client, lms, address(first_lesson))
    second = begin(client, lms, address(first_lesson))
    mine = fields(httpx.get(second["Location"]).text)
    stranger = Client()
    name = next(iter(second.cookies))
    stranger.cookies[name] = next(iter(first.cookies.values())).value

    assert 'action="/lti/login/"' in stranger.post("/lti/start/", mine).content.decode()
