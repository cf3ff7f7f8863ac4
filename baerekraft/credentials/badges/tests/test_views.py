import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from baerekraft.credentials import certificates
from baerekraft.credentials.badges import checking, issuing, status, views
from baerekraft.credentials.badges.models import RevokedBadge
from baerekraft.credentials.badges.tests.factories import device_of, make_certificate
from baerekraft.credentials.tasks import mail_certificate
from baerekraft.learners import erasure
from baerekraft.mail.models import Outgoing
from baerekraft.player.tests.browsing import browser

pytestmark = pytest.mark.django_db
KINDS = {
    "json": "application/vc",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}


@pytest.fixture
def karis(db):
    return make_certificate()


@pytest.mark.parametrize("suffix", KINDS)
def test_kari_fetches_her_badge(karis, suffix):
    answer = device_of(karis.learner).get(f"/kursbevis/{karis.code}/merke.{suffix}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == KINDS[suffix]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("suffix", KINDS)
def test_nobody_else_does(karis, suffix):
    ola = make_certificate("Ola")

    assert device_of(ola.learner).get(f"/kursbevis/{karis.code}/merke.{suffix}").status_code == 404
    assert browser().get(f"/kursbevis/{karis.code}/merke.{suffix}").status_code == 302


def test_a_revoked_badge_is_not_given_out(karis):
    certificates.revoke(karis, reason="Feil", at=timezone.now())

    assert device_of(karis.learner).get(f"/kursbevis/{karis.code}/merke.json").status_code == 404


@pytest.mark.parametrize("code", ["%00", "AAAAA-AAAAA", "a" * 500, "%F0%9F%A6%8A"])
def test_codes_that_are_none_are_not_found(karis, code):
    assert device_of(karis.learner).get(f"/kursbevis/{code}/merke.json").status_code == 404


def test_her_own_page_offers_it_in_every_form_and_to_linkedin(karis):
    page = device_of(karis.learner).get("/min-side/").content.decode()

    assert all(f"/kursbevis/{karis.code}/merke.{suffix}" in page for suffix in KINDS)
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page


def test_the_badge_comes_by_mail_with_the_certificate(karis):
    mail_certificate.call(karis.pk)

    [letter] = Outgoing.objects.all()
    assert f"merke-{karis.code}.png" in str(letter.__dict__)


def test_erasing_does_not_make_a_revoked_badge_valid_again(karis):
    place = karis.pk
    certificates.revoke(karis, reason="Feil", at=timezone.now())
    erasure.erase(karis.learner)

    assert RevokedBadge.objects.get().place == place
    assert status._state(0, timezone.now()).revoked == {place}


def test_only_lists_that_exist_are_signed(karis):
    assert browser().get("/badges/status/0").status_code == 200
    for number in ("1", "99999999999999999999", "-1", "x"):
        assert browser().get(f"/badges/status/{number}").status_code == 404


def test_checkers_on_other_sites_may_read_what_they_need():
    for path in ("/.well-known/did.json", "/badges/status/0", "/badges/1.png", "/badges/0.svg"):
        answer = browser().get(path)
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "sessionid" not in answer.cookies


def test_the_pictures_are_pictures():
    for number in range(10):
        with Image.open(io.BytesIO(browser().get(f"/badges/{number}.png").content)) as picture:
            assert picture.size == (800, 800)
    assert browser().get("/badges/10.png").status_code == 404


def checked(certificate, file: bytes) -> str:
    upload = SimpleUploadedFile("merke.bin", file)
    return browser().post(f"/kursbevis/{certificate.code}/merke/", {"badge": upload}).content.decode()


@pytest.mark.parametrize("make", ["json", "jwt", "png", "svg"])
def test_whoever_gets_a_badge_can_have_it_checked(karis, make):
    file = device_of(karis.learner).get(f"/kursbevis/{karis.code}/merke.{make}").content

    assert 'data-color="success"' in checked(karis, file)


def test_a_changed_badge_is_told_apart(karis):
    badge = json.loads(issuing.as_json(karis, at=timezone.now()))
    badge["credentialSubject"]["achievement"]["name"] = "Professor"

    assert 'data-color="danger"' in checked(karis, json.dumps(badge).encode())


def test_another_certificates_badge_is_told_apart(karis):
    ola = make_certificate("Ola")

    assert 'data-color="warning"' in checked(karis, issuing.as_png(ola))


def test_a_badge_of_before_the_revocation_is_told_apart(karis):
    ola = make_certificate("Ola")
    badge = issuing.as_jwt(ola)
    certificates.revoke(ola, reason="Feil", at=timezone.now())

    assert 'data-color="danger"' in checked(ola, badge.encode()) or "trukket" in checked(ola, badge.encode())


HOSTILE = [
    b"\x00",
    b"\xff\xfe",
    b"{}",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"<svg/>",
    b"<svg",
    b'<!DOCTYPE x [<!ENTITY a "aaaa">]><svg>&a;</svg>',
    b"\x89PNG\r\n\x1a\n",
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
    b"a.b.c",
    b"eyJhbGciOiJub25lIn0.e30.",
    b'{"type":["VerifiableCredential","AchievementCredential"],"proof":{}}',
    b'{"@context":1e999,"proof":[]}',
]


@pytest.mark.parametrize("file", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_badge_gets_a_clear_answer(karis, file):
    assert 'data-color="danger"' in checked(karis, file)


def test_nothing_and_far_too_much_get_a_clear_answer(karis):
    assert 'data-color="danger"' in browser().post(f"/kursbevis/{karis.code}/merke/").content.decode()
    assert 'data-color="danger"' in checked(karis, b"x" * (512 * 1024 + 1))


def test_a_document_far_longer_than_a_badge_is_not_put_in_order(karis, monkeypatch):
    badge = json.loads(issuing.as_json(karis, at=timezone.now()))
    badge["@context"].append({f"t{number}": f"urn:t:{number}" for number in range(2_000)})
    monkeypatch.setattr(checking, "_verified", lambda _signed: pytest.fail("verified"))

    assert 'data-color="danger"' in checked(karis, json.dumps(badge).encode())


def test_many_checks_from_one_place_wait(karis, settings):
    settings.RATE_LIMITS = True
    address = f"/kursbevis/{karis.code}/merke/"
    statuses = [browser().post(address).status_code for _ in range(views.CHECKS_A_MINUTE + 1)]

    assert set(statuses[:-1]) == {200}
    assert statuses[-1] == 429


def test_a_badge_that_is_sent_from_another_site_is_not_looked_at(karis):
    answer = browser().post(f"/kursbevis/{karis.code}/merke/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
