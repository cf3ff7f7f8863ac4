"""What Kari's own page tells of her assessments, and what erasing her takes along."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from baerekraft.assessments import links, starting
from baerekraft.assessments.models import Assessment, Comment, Link, Publication
from baerekraft.assessments.tests.factories import make_assessment, make_guest, save
from baerekraft.assessments.tests.finals import make_final, make_publication
from baerekraft.learners import erasure, own_data, passes
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_bokmal() -> Iterator[None]:
    with translation.override("nb"):
        yield


def device_of(learner: Learner, *, proven: bool = True) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies["baerekraft"] = passes.value(learner, proven=proven, shared=False)
    return client


@pytest.fixture
def kari() -> Learner:
    return make_learner("Kari", proven=True)


def make_karis(kari: Learner, **more: str) -> Assessment:
    return make_assessment(email=kari.email, learner=kari, **{"case__title": "Fortetting", **more})


def told(learner: Learner) -> list[dict]:
    return own_data.section(learner, "assessments")


def everything_about(assessment: Assessment) -> str:
    """Every row that is left of the assessment."""
    rows = [list(Assessment.objects.filter(pk=assessment.pk).values())]
    for related in ("links", "changes", "clashes", "comments"):
        rows.append(list(getattr(assessment, related).values()))
    return str(rows)


def test_kari_sees_her_assessments_newest_first(kari):
    make_karis(kari, case__title="Sykehjem", case__kind="project", at=timezone.now())
    final = make_karis(kari, case__title="Fortetting", case__kind="plan")
    make_final(final)

    assert [(row["title"], row["kind"], row["final"]) for row in told(kari)] == [
        ("Fortetting", "plan", 1),
        ("Sykehjem", "project", None),
    ]


def test_an_address_typed_by_somebody_shows_nobody_anything(kari):
    make_assessment(email=kari.email, author="Ukjent")
    ola = make_learner("Ola", email=kari.email)
    make_karis(kari)

    assert [row["author"] for row in told(kari)] == ["Kari"]
    assert told(ola) == []


def test_the_download_holds_everything_and_no_secret(kari):
    assessment = make_karis(kari, measures__a1__text="La eika stå")
    guest = make_guest(assessment, "comment", "Siri")
    save(assessment, {"case/title": "Fortetting ved stasjonen"})
    Comment.objects.create(
        assessment=assessment, step="case", name="Siri", text="Og barna?", at=timezone.now()
    )

    download = json.dumps(own_data.everything(kari), cls=DjangoJSONEncoder, ensure_ascii=False)

    for words in ("La eika stå", "Fortetting ved stasjonen", "Og barna?", "Siri", kari.email):
        assert words in download
    for link in assessment.links.all():
        assert links.secret(link) not in download
        assert link.seed not in download
        assert link.digest not in download
    assert guest.name in download


def test_from_her_own_page_one_press_opens_it_and_a_link_is_made_once(kari):
    assessment = make_karis(kari)
    links.end_all(assessment, Link.End.REPLACED, at=timezone.now())
    address = told(kari)[0]["open_url"]

    answers = [device_of(kari).post(address) for _ in range(2)]

    opened = [answer["Location"].split("/")[2] for answer in answers]
    assert opened[0] == opened[1]
    assert links.open(opened[0]).may_edit
    assert answers[0]["Referrer-Policy"] == "same-origin"
    assert "no-store" in answers[0]["Cache-Control"]


def test_nothing_happens_when_a_mail_scanner_opens_the_address(kari):
    address = reverse("assessments:mine", args=[make_karis(kari).pk])

    assert device_of(kari).get(address).status_code == 405


def test_another_site_cannot_press_the_button_for_her(kari):
    address = reverse("assessments:mine", args=[make_karis(kari).pk])

    answer = device_of(kari).post(address, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_ola_cannot_open_karis(kari):
    address = reverse("assessments:mine", args=[make_karis(kari).pk])
    ola = make_learner("Ola", proven=True)
    stranger = make_learner("Ukjent", email=kari.email)

    assert device_of(ola).post(address).status_code == 404
    assert device_of(stranger, proven=False).post(address).status_code == 404
    assert Client(headers={"Sec-Fetch-Site": "same-origin"}).post(address)["Location"] == "/bli-med/"


def test_erasing_kari_takes_her_name_and_address_off_and_leaves_the_groups_work(kari):
    assessment = make_karis(kari)
    ola = make_guest(assessment, "edit", "Ola")
    save(assessment, {"case/unit": "Plan"}, by="Ola")
    Comment.objects.create(
        assessment=assessment, step="case", name="Kari", text="Se her.", at=timezone.now(), resolved_by="Ola"
    )
    make_final(assessment)

    erasure.erase(kari)

    left = everything_about(assessment)
    assert "Kari" not in left
    assert kari.email not in left
    assert links.open(links.secret(ola)).assessment.title == "Fortetting"
    assert assessment.changes.filter(by="Ola").exists()
    assert assessment.comments.get().text == "Se her."
    assert assessment.reports.get().made_by == ""
    assert not Outgoing.objects.exists()


def test_after_erasing_no_old_mail_proves_an_address_again(kari):
    assessment = make_karis(kari)
    mailed = assessment.links.get(mailed=True)

    erasure.erase(kari)
    starting.prove(links.open(links.secret(mailed)), at=timezone.now())

    assert Assessment.objects.get().email_proven_at is None


def test_a_strangers_assessment_loses_karis_address_and_keeps_the_strangers_name(kari):
    make_assessment(email=kari.email, author="Ukjent")

    erasure.erase(kari)

    left = Assessment.objects.get()
    assert (left.author, left.email) == ("Ukjent", "")
    assert left.links.filter(name="Ukjent").exists()


def test_whoever_only_typed_karis_address_erases_nothing_of_hers(kari):
    assessment = make_karis(kari)

    erasure.erase(make_learner("Ukjent", email=kari.email))

    assessment.refresh_from_db()
    assert (assessment.author, assessment.email) == ("Kari", kari.email)


def test_when_the_course_forgets_kari_she_is_still_asked_about_what_she_assesses(kari):
    assessment = make_karis(kari)
    Learner.objects.update(active_at=timezone.now() - timedelta(days=800))

    assert erasure.erase_idle(at=timezone.now()) == 1

    assessment.refresh_from_db()
    assert (assessment.author, assessment.email) == ("Kari", kari.email)


@pytest.mark.parametrize(("participants", "stands"), [("Kari, Ola", False), ("Ola", True)])
def test_what_is_published_with_her_name_in_it_is_withdrawn(kari, participants, stands):
    publication = make_publication(make_karis(kari, case__participants=participants), names=True)

    erasure.erase(kari)

    assert Publication.objects.standing().filter(pk=publication.pk).exists() is stands


def test_her_own_page_shows_hers_and_nobody_elses(kari):
    make_karis(kari, case__title="Hennes felt")
    make_assessment(email="ola@example.no", case__title="Olas felt")
    page = device_of(kari).get("/min-side/").content.decode()
    assert "Hennes felt" in page
    assert "Olas felt" not in page
