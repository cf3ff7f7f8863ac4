"""People without a work address come by a poster."""

import html as markup

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import sending
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import shelf
from baerekraft.learners.models import Learner
from baerekraft.mail.models import Outgoing
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


def browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def make_poster(**about: object) -> Campaign:
    campaign = make_campaign(way=Campaign.Way.LINK, code="plakat", **about)
    sending.start(campaign, at=timezone.now())
    return campaign


def test_ola_comes_by_the_poster_and_is_counted_without_mail():
    unit = Municipality.objects.get(name="Bærum").units.create(name="Renhold")
    campaign, device = make_poster(unit=unit), browser()
    page = markup.unescape(device.get("/k/baerum/inn/plakat/").content.decode())
    join = "/bli-med/?til=%2Fk%2Fbaerum%2Finn%2Fplakat%2F&kommune=baerum"
    assert join in page
    assert '<option value="baerum" selected>' in device.get(join).content.decode()

    form = {"name": "Ola", "email": "ola@hjemme.example.no", "til": "/k/baerum/inn/plakat/"}
    response = device.post("/bli-med/", {**form, "municipality": "baerum"})
    assert response["Location"] == "/k/baerum/inn/plakat/"
    assert not Recipient.objects.exists()
    response = device.post("/k/baerum/inn/plakat/")

    assert response["Location"] == f"/kurs/{shelf.now().lessons[0].key}/"
    ola = Recipient.objects.get(campaign=campaign)
    assert ola.learner.email == "ola@hjemme.example.no"
    assert (ola.learner.municipality.name, ola.learner.unit) == ("Bærum", unit)
    assert ola.next_at is None
    assert not Outgoing.objects.exists()


def test_looking_at_the_poster_changes_nothing():
    make_poster()

    assert browser().get("/k/baerum/inn/plakat/").status_code == 200
    assert browser().post("/k/baerum/inn/plakat/").status_code == 200
    assert not Recipient.objects.exists()


def test_typing_an_address_does_not_take_its_place_on_the_list():
    campaign = make_poster()
    kari = make_recipient(campaign, role="leader")
    device = browser()
    device.post("/bli-med/", {"name": "Fremmed", "email": kari.email})
    device.post("/k/baerum/inn/plakat/")

    kari.refresh_from_db()
    assert kari.learner is None
    assert Learner.objects.get().role == ""


def test_named_follow_up_is_told_before_anybody_enters():
    make_poster(named=True)

    assert "ja eller nei" in browser().get("/k/baerum/inn/plakat/").content.decode()


def test_a_campaign_that_is_not_there_not_begun_or_over_says_so():
    assert browser().get("/k/baerum/inn/tull/").status_code == 404
    campaign = make_campaign(code="senere")
    assert "ikke begynt" in browser().get("/k/baerum/inn/senere/").content.decode()
    sending.start(campaign, at=timezone.now())
    sending.end(campaign, at=timezone.now())
    assert browser().get("/k/baerum/inn/senere/").status_code == 410


def test_the_address_of_a_former_municipality_leads_on():
    make_poster()

    assert browser().get("/k/hol/inn/plakat/")["Location"] == "/k/baerum/inn/plakat/"
