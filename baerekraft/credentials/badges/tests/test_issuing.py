import json

import jwt
import pytest
from django.utils import timezone
from openbadgeslib.ob3 import IdentityObject, OB3Verifier

from baerekraft.credentials import certificates
from baerekraft.credentials.badges import issuing, keys
from baerekraft.credentials.badges.tests.factories import make_certificate
from baerekraft.credentials.models import Certificate
from baerekraft.learners import entry
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def karis(db):
    return make_certificate()


def hashes(certificate) -> dict[str, dict[str, str]]:
    subject = issuing.credential(certificate)["credentialSubject"]
    return {found["identityType"]: found for found in subject["identifier"]}


def is_hash_of(text: str, found) -> bool:
    return IdentityObject.create(text, found["salt"]).identity_hash == found["identityHash"]


def test_a_badge_says_what_was_achieved_and_how_in_the_language_of_the_certificate(karis):
    badge = issuing.credential(karis)

    assert "AchievementCredential" in badge["type"]
    achievement = badge["credentialSubject"]["achievement"]
    assert achievement["name"] == karis.part_title
    assert karis.course_title in achievement["description"]
    assert all(goal in achievement["criteria"]["narrative"] for goal in karis.learning_goals)
    assert achievement["inLanguage"] == "nb"
    assert achievement["image"]["id"].endswith("/badges/1.png")
    assert badge["credentialStatus"]["statusListIndex"] == str(karis.pk)


def test_neither_name_nor_address_can_be_read_in_a_badge_and_both_can_be_compared(karis):
    at = timezone.now()
    everything = issuing.as_json(karis, at=at) + json.dumps(
        jwt.decode(issuing.as_jwt(karis), options={"verify_signature": False})
    )

    assert "Nordmann" not in everything
    assert "kari@" not in everything
    assert is_hash_of("Kari Nordmann", hashes(karis)["name"])
    assert is_hash_of("kari@example.no", hashes(karis)["emailAddress"])
    assert not is_hash_of("ola@example.no", hashes(karis)["emailAddress"])


def test_whoever_types_anothers_address_gets_no_badge_with_it():
    stranger = make_certificate("Ukjent", proven=False)

    assert set(hashes(stranger)) == {"name"}


def test_two_badges_do_not_tell_that_they_are_one_persons(karis):
    make_part_done(karis.learner, "del-2")
    second = Certificate.objects.exclude(pk=karis.pk).get()

    assert hashes(karis)["emailAddress"]["identityHash"] != hashes(second)["emailAddress"]["identityHash"]


def test_the_same_row_gives_the_same_badge(karis):
    at = timezone.now()

    assert issuing.as_json(karis, at=at) == issuing.as_json(Certificate.objects.get(pk=karis.pk), at=at)
    assert issuing.as_jwt(karis) == issuing.as_jwt(karis)


def test_when_kari_corrects_her_name_the_next_download_has_it(karis):
    entry.correct(
        karis.learner,
        name="Kari Hansen",
        email=karis.learner.email,
        municipality=None,
        role="",
        language="nb",
        at=timezone.now(),
    )
    karis = Certificate.objects.get()

    assert is_hash_of("Kari Hansen", hashes(karis)["name"])
    assert issuing.credential(karis)["id"].endswith(f"/kursbevis/{karis.code}/")


def test_a_badge_is_valid_from_the_morning_of_its_day_for_clocks_that_are_behind(karis):
    begins = timezone.datetime.fromisoformat(issuing.credential(karis)["validFrom"])

    assert begins <= karis.issued_at
    assert timezone.localtime(begins).date() == timezone.localtime(karis.issued_at).date()


def test_the_badge_is_baked_into_its_picture(karis):
    token = issuing.as_jwt(karis)

    assert OB3Verifier.extract_token_from_png(issuing.as_png(karis)) == token
    assert OB3Verifier.extract_token_from_svg(issuing.as_svg(karis)) == token


def test_signing_needs_no_network(karis, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("somebody called out")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)

    assert issuing.as_json(karis, at=timezone.now())


def all_parts(learner) -> None:
    for part in ("del-1", "del-2", "del-3"):
        make_part_done(learner, part)


def test_the_whole_course_gives_one_more_certificate_and_badge_once(karis):
    all_parts(karis.learner)
    all_parts(karis.learner)

    whole = Certificate.objects.exclude(course="").get()
    assert Certificate.objects.count() == 4
    assert whole.part is None
    assert whole.learning_goals == list(
        Certificate.objects.filter(course="").order_by("pk").values_list("part_title", flat=True)
    )
    badge = issuing.credential(whole)
    assert badge["credentialSubject"]["achievement"]["achievementType"] == "Course"
    assert badge["credentialSubject"]["achievement"]["image"]["id"].endswith("/badges/0.png")
    assert certificates.pdf(whole).startswith(b"%PDF")


def test_a_part_whose_certificate_was_withdrawn_does_not_count_for_the_course(karis):
    certificates.revoke(karis, reason="Feil", at=timezone.now())
    all_parts(karis.learner)

    assert not Certificate.objects.exclude(course="").exists()


def test_every_badge_names_a_key_that_stands_in_our_document(karis):
    methods = {method["id"] for method in keys.document()["verificationMethod"]}

    assert json.loads(issuing.as_json(karis, at=timezone.now()))["proof"]["verificationMethod"] in methods
    assert jwt.get_unverified_header(issuing.as_jwt(karis))["kid"] in methods
