"""Siri brings Bærum's people in, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import refusing
from baerekraft.campaigns.models import Campaign, PeopleFile, Recipient, Refusal
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight.tests.factories import coordinator, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make_campaign("Bærum")


def people(campaign: Campaign) -> str:
    return f"/innsikt/baerum/kampanjer/{campaign.pk}/folk/"


def bring(client: Client, campaign: Campaign, content: bytes, name: str = "folk.csv") -> tuple[str, str]:
    sent = {"file": SimpleUploadedFile(name, content)}
    answer = client.post(f"/en{people(campaign)}ny-liste/", sent, follow=True)
    return answer.request["PATH_INFO"], answer.content.decode()


def test_a_list_with_faults_is_explained_line_by_line_and_then_taken_in(siri, campaign):
    there, shown = bring(
        siri,
        campaign,
        "navn;e-post;enhet\nKari;kari@baerum.kommune.no;Skole\nOla;ola(at)baerum.no;\n".encode("cp1252"),
    )
    assert "1 person can be taken in" in shown
    assert "ola(at)baerum.no" in shown
    assert "This is not an e-mail address. Correct it in the list." in shown
    assert not campaign.recipients.exists()

    siri.post(there, {"make_units": "on"})

    assert list(campaign.recipients.values_list("email", "unit__name")) == [
        ("kari@baerum.kommune.no", "Skole")
    ]
    assert "1 person is taken in." in siri.get(there).content.decode()


def test_what_stands_in_the_list_is_text_on_the_page(siri, campaign):
    _there, shown = bring(siri, campaign, b"e-post\n<script>alert(1)</script>\n")

    assert "script>alert(1)" not in shown
    assert "script&gt;alert(1)" in shown


def test_a_wrong_file_is_refused_with_what_to_do(siri, campaign):
    _there, shown = bring(siri, campaign, b"%PDF-1.7", "folk.pdf")

    assert "Save the list as .xlsx or .csv." in shown
    assert PeopleFile.objects.get().state == PeopleFile.State.REFUSED


def test_neither_a_file_nor_an_address_is_told_so(siri, campaign):
    answer = siri.post(f"/en{people(campaign)}ny-liste/", {"text": "  "})

    assert "Choose a file, or paste addresses." in answer.content.decode()


def test_addresses_can_be_pasted_and_undone(siri, campaign):
    text = "Nes, Kari <kari@baerum.kommune.no>; ola@baerum.kommune.no"
    there = siri.post(f"{people(campaign)}ny-liste/", {"text": text})["Location"]
    siri.post(there)
    assert campaign.recipients.count() == 2

    siri.post(f"{there}angring/")

    assert campaign.recipients.count() == 0


def test_a_long_list_shows_how_far_it_has_come_without_script_and_can_be_cancelled(siri, campaign):
    lines = "".join(f"person{n}@baerum.kommune.no\n" for n in range(3_000))
    there, shown = bring(siri, campaign, lines.encode())
    assert siri.get(there)["Refresh"] == "2"
    assert "is being read" in shown

    siri.post(f"{there.removeprefix('/en')}avbrudd/")

    assert PeopleFile.objects.get().state == PeopleFile.State.CANCELLED
    assert "Refresh" not in siri.get(there)


def test_a_cancelled_list_is_not_taken_in_by_an_old_page(siri, campaign):
    there, _shown = bring(siri, campaign, b"kari@baerum.kommune.no")
    siri.post(f"{there}avbrudd/")

    siri.post(there)

    assert not campaign.recipients.exists()


def test_the_list_is_searched_and_one_is_added_and_taken_out(siri, campaign):
    skole = unit("Bærum", "Skole")
    here = people(campaign)
    siri.post(
        here, {"email": "Kari@baerum.kommune.no", "name": "Kari Nes", "unit": skole.pk, "role": "leader"}
    )
    siri.post(here, {"email": "ola@baerum.kommune.no"})
    kari = campaign.recipients.get(email="kari@baerum.kommune.no")

    assert "ola@baerum.kommune.no" in siri.get(here).content.decode()
    found = siri.get(here, {"sok": "nes"}).content.decode()
    assert "kari@baerum.kommune.no" in found
    assert "ola@baerum.kommune.no" not in found
    assert "kari@baerum.kommune.no" in siri.get(here, {"sok": "skole"}).content.decode()

    siri.post(f"{here}ut/{kari.pk}/")
    assert list(campaign.recipients.values_list("email", flat=True)) == ["ola@baerum.kommune.no"]


def test_the_unsubscribed_are_not_added_by_hand_and_nobody_twice(siri, campaign):
    refusing.refuse(
        "per@baerum.kommune.no", campaign.municipality, Refusal.Reason.UNSUBSCRIBED, at=timezone.now()
    )
    siri.post(people(campaign), {"email": "kari@baerum.kommune.no"})

    refused = siri.post("/en" + people(campaign), {"email": "per@baerum.kommune.no"}).content.decode()
    again = siri.post("/en" + people(campaign), {"email": "kari@baerum.kommune.no"}).content.decode()

    assert "has unsubscribed" in refused
    assert "already in the campaign" in again
    assert campaign.recipients.count() == 1


def test_a_unit_of_another_municipality_cannot_be_slipped_in(siri, campaign):
    elsewhere = unit("Hol", "Skole")

    siri.post(people(campaign), {"email": "kari@baerum.kommune.no", "unit": elsewhere.pk})

    assert not campaign.recipients.exists()


def test_whether_mail_arrives_is_told_and_how_far_she_has_come_is_not(siri):
    kari = make_recipient(email="kari@baerum.kommune.no")
    now = timezone.now()
    Recipient.objects.filter(pk=kari.pk).update(bounced_at=now, sent=2, sent_at=now, done_at=now)

    shown = siri.get("/en" + people(kari.campaign)).content.decode()

    assert "does not arrive" in shown
    assert "ompleted" not in shown


def test_a_campaign_that_has_ended_takes_in_nobody(siri, campaign):
    there, _shown = bring(siri, campaign, b"kari@baerum.kommune.no")
    Campaign.objects.filter(pk=campaign.pk).update(started_at=timezone.now(), ended_at=timezone.now())

    siri.post(there)
    siri.post(people(campaign), {"email": "ola@baerum.kommune.no"})
    siri.post(f"{people(campaign)}ny-liste/", {"text": "liv@baerum.kommune.no"})

    assert not campaign.recipients.exists()
