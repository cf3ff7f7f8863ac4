"""Links for colleagues, the file, the address, deleting; and second readers' comments."""

import json
import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.assessments import links
from baerekraft.assessments.models import Assessment, Comment, Link
from baerekraft.assessments.tests.factories import make_assessment
from baerekraft.assessments.tests.test_steps import fresh, way_in
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari(browser_without_script: Client) -> Client:
    return browser_without_script


def page(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def test_kari_gives_ola_a_link_and_ends_it(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)
    kari.post(page("sharing", secret), {"name": "Ola", "right": "comment"})
    olas = assessment.links.get(name="Ola")
    assert links.address(olas) in kari.get(page("sharing", secret)).content.decode()
    assert kari.get(page("comments", links.secret(olas))).status_code == 200

    kari.post(page("replacement", secret, olas.pk), {"act": "end"})
    assert kari.get(page("comments", links.secret(olas))).status_code == 410


def test_replacing_ones_own_link_leads_to_the_new_one(kari: Client):
    assessment = make_assessment()
    secret = way_in(assessment)
    old = links.open(secret)
    answer = kari.post(page("replacement", secret, old.pk), {"act": "replace"})
    assert kari.get(page("overview", secret)).status_code == 410
    assert kari.get(answer["Location"]).status_code == 200


def test_a_link_of_another_assessment_cannot_be_touched(kari: Client):
    olas = links.open(way_in(make_assessment(), name="Ola"))
    assert (
        kari.post(page("replacement", way_in(make_assessment()), olas.pk), {"act": "end"}).status_code == 404
    )
    assert not Link.objects.get(pk=olas.pk).ended_at


@pytest.mark.parametrize("right", ["", "admin", "edit; drop"])
def test_a_right_that_is_none_is_refused(kari: Client, right: str):
    assessment = make_assessment()
    secret = way_in(assessment)
    links_before = assessment.links.count()
    assert kari.post(page("sharing", secret), {"right": right}).status_code == 422
    assert assessment.links.count() == links_before


def test_a_wrong_address_stands_on_the_page(kari: Client):
    secret = way_in(make_assessment())
    answer = kari.post(page("address", secret), {"email": "kari@"})
    assert answer.status_code == 422
    assert 'value="kari@"' in answer.content.decode()


def test_a_new_address_is_mailed_and_not_yet_proven(kari: Client):
    assessment = make_assessment(**{"case/title": "Hemmelig tittel"})
    kari.post(page("address", way_in(assessment)), {"email": "Kari@Asker.kommune.no"})
    assert fresh(assessment).email == "kari@asker.kommune.no"
    assert fresh(assessment).email_proven_at is None
    letter = Outgoing.objects.latest("pk").letter
    assert "/sjekken/" in letter
    assert "Hemmelig tittel" not in letter


def test_whoever_reads_the_old_mail_proves_nothing_about_the_new_address(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    Assessment.objects.filter(pk=assessment.pk).update(email="ola@example.no")
    old = links.make(assessment, Link.Right.EDIT, at=timezone.now(), mailed=True)
    kari.post(page("address", way_in(assessment)), {"email": "kari@example.no"})
    kari.post(page("step", links.secret(old), "sak"), {"revision": "1", "case/unit": "Plan"})
    assert fresh(assessment).email_proven_at is None


def test_deleted_says_so_to_everybody(kari: Client):
    assessment = make_assessment()
    secret, olas = way_in(assessment), way_in(assessment, Link.Right.READ, "Ola")
    assert kari.post(page("deletion", secret)).status_code == 422
    assert fresh(assessment)
    assert kari.post(page("deletion", secret), {"sure": "on"}).status_code == 200
    for one in (secret, olas):
        assert kari.get(page("overview", one)).status_code == 410
        assert kari.post(page("step", one, "sak"), {"case/title": "Gjenferd"}).status_code == 410
    assert not Assessment.objects.filter(pk=assessment.pk).exists()


def test_the_file_opens_again_as_itself_and_as_a_template(kari: Client, tmp_path):
    assessment = make_assessment(
        **{"case/title": "Feltet", "case/number": "24/1", "alternatives/main/goals/3/effect": "positive"}
    )
    content = kari.get(page("file", way_in(assessment))).content
    assert json.loads(content)["document"]["case"]["number"] == "24/1"
    for how, number in (("itself", "24/1"), ("template", "")):
        file = tmp_path / f"{how}.json"
        file.write_bytes(content)
        with file.open("rb") as sent:
            answer = kari.post(page("open-file"), {"file": sent, "as": how})
        opened = links.open(answer["Location"].split("/")[2]).assessment
        assert opened is not None
        assert opened.pk != assessment.pk
        assert opened.document.case.number == number
        assert opened.document.main.goals["3"].effect == "positive"


@pytest.mark.parametrize("content", [b"", b"hei", b"\x00\xff", b'{"format": "annet"}', b"x" * 1_000_001])
def test_a_file_that_is_none_is_told_in_words(kari: Client, tmp_path, content: bytes):
    file = tmp_path / "sjekk.json"
    file.write_bytes(content)
    with file.open("rb") as sent:
        answer = kari.post(page("open-file"), {"file": sent, "as": "itself"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Assessment.objects.exists()


def test_siri_comments_and_kari_resolves(kari: Client):
    assessment = make_assessment()
    siris = way_in(assessment, Link.Right.COMMENT, "Siri")
    kari.post(page("comments", siris), {"step": "goals", "name": "Siri", "text": "Hva med 14?"})
    [comment] = Comment.objects.filter(assessment=assessment)
    assert kari.post(page("resolution", siris, comment.pk)).status_code == 403

    secret = way_in(assessment)
    kari.post(page("resolution", secret, comment.pk), {"act": "resolve", "answer": "Vet ikke, ført opp."})
    comment.refresh_from_db()
    assert (comment.resolved_by, comment.answer) == ("Kari", "Vet ikke, ført opp.")
    kari.post(page("resolution", secret, comment.pk), {"act": "reopen", "answer": comment.answer})
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_an_empty_comment_keeps_what_was_typed(kari: Client):
    assessment = make_assessment()
    secret = way_in(assessment, Link.Right.COMMENT, "Siri")
    answer = kari.post(page("comments", secret), {"step": "goals", "name": "Siri", "text": "  "})
    assert answer.status_code == 422
    assert 'value="Siri"' in answer.content.decode()
    assert not Comment.objects.exists()


def test_somebody_elses_comment_cannot_be_resolved(kari: Client):
    theirs = Comment.objects.create(
        assessment=make_assessment(), step="case", name="Ola", text="Hei", at=timezone.now()
    )
    assert kari.post(page("resolution", way_in(make_assessment()), theirs.pk)).status_code == 404


def test_whoever_may_only_read_gets_no_comments_in_the_file_either(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    assessment.comments.create(step="case", name="Siri", text="Mellom oss", at=timezone.now())
    for name in ("file", "report-json"):
        told = {
            right: "Mellom oss" in kari.get(page(name, way_in(assessment, right))).content.decode()
            for right in Link.Right
        }
        assert told == {Link.Right.EDIT: True, Link.Right.COMMENT: True, Link.Right.READ: False}


def test_ola_cannot_flood_the_inbox_of_an_author_who_has_proven_her_address(kari: Client):
    assessment = make_assessment(email="kari@example.no")
    Assessment.objects.filter(pk=assessment.pk).update(email_proven_at=timezone.now())
    olas = way_in(assessment, name="Ola")

    answers = [kari.post(page("address", olas), {"email": "kari@example.no"}) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2


def test_names_addresses_and_answers_made_to_be_slow_are_not(kari: Client):
    slow = "a" + "\u0301" * 200_000 + "\u0323" * 200_000
    assessment = make_assessment()
    comment = assessment.comments.create(step="case", name="Siri", text="?", at=timezone.now())
    secret = way_in(assessment)
    began = time.perf_counter()

    kari.post(page("sharing", secret), {"name": slow, "right": "read"})
    kari.post(page("address", secret), {"email": slow})
    kari.post(page("resolution", secret, comment.pk), {"answer": slow})
    kari.post(page("step", secret, "sak"), {"revision": "1", "case/title": slow})

    assert time.perf_counter() - began < 5
