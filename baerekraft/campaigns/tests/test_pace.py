"""Kari decides what she gets."""

import html as markup
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import entering, leaving, refusing, sending, tokens
from baerekraft.campaigns.models import Campaign, Recipient, Refusal, Sending
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.learners import erasure, passes, proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db


def browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def press(recipient: Recipient, action: str) -> str:
    response = browser().post(f"/i-posten/{tokens.of(recipient)}/", {"action": action})
    assert response.status_code == 303
    recipient.refresh_from_db()
    return markup.unescape(browser().get(response["Location"]).content.decode())


def test_send_the_next_now_pause_go_on_and_stop():
    kari = make_recipient()

    assert "på vei til deg" in press(kari, "next")
    assert kari.sent == 1
    assert "Du har pause" in press(kari, "pause")
    assert kari.paused_at
    assert "Du er tilbake" in press(kari, "resume")
    assert kari.paused_at is None
    assert "E-postene er stoppet" in press(kari, "stop")
    assert kari.stopped_at
    assert refusing.among([kari.email], kari.campaign.municipality)
    assert "Du er tilbake" in press(kari, "resume")
    assert not refusing.among([kari.email], kari.campaign.municipality)


def test_a_button_that_is_not_there_does_nothing():
    kari = make_recipient()
    before = Recipient.objects.values().get()

    press(kari, "tull")

    assert Recipient.objects.values().get() == before


def test_the_mail_programs_own_button_stops_without_a_page():
    kari = make_recipient()
    path = f"/i-posten/{tokens.of(kari)}/stopp/"

    response = Client().post(path, {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, response.content) == (200, b"")
    kari.refresh_from_db()
    assert kari.stopped_at
    assert "Start igjen" in Client().get(path).content.decode()


def test_stopping_kari_does_not_stop_ola():
    campaign = make_campaign()
    kari, ola = make_recipient(campaign), make_recipient(campaign, "Ola")

    press(kari, "stop")

    ola.refresh_from_db()
    assert ola.stopped_at is None


def test_after_the_campaign_the_page_says_so():
    kari = make_recipient()
    sending.end(kari.campaign, at=timezone.now())

    page = press(kari, "next")

    assert "Kampanjen er over" in page
    assert kari.sent == 0


def entered(recipient: Recipient) -> Client:
    learner = entering.enter(recipient, at=timezone.now())
    client = browser()
    client.cookies["baerekraft"] = passes.value(learner, proven=True, shared=False)
    return client


def test_her_own_page_shows_the_mails_and_the_way_to_her_pace():
    kari = make_recipient()
    page = markup.unescape(entered(kari).get("/min-side/").content.decode())

    assert "E-poster fra kommunen" in page
    assert f"/i-posten/{tokens.of(kari)}/" in page


def test_the_download_holds_all_that_the_lists_hold_about_her_and_nobody_else():
    campaign = make_campaign()
    kari = make_recipient(campaign, role="leader")
    make_recipient(campaign, "Ola")
    press(kari, "next")

    held = json.loads(entered(kari).get("/min-side/data.json").content)["campaigns"]

    assert [(one["email"], one["role"], one["sent"]) for one in held] == [(kari.email, "leader", 1)]
    assert held[0]["sendings"][0]["kind"] == Sending.Kind.LESSON


def test_one_who_only_typed_karis_address_sees_nothing_of_hers():
    kari = make_recipient()
    stranger = make_learner("Fremmed", email=kari.email)
    client = browser()
    client.cookies["baerekraft"] = passes.value(stranger, proven=False, shared=False)

    assert tokens.of(kari) not in client.get("/min-side/").content.decode()
    assert json.loads(client.get("/min-side/data.json").content)["campaigns"] == []


def test_erasing_herself_takes_her_off_every_list_and_keeps_her_off():
    kari = make_recipient()
    other = make_recipient(make_campaign("Hol", code="hol"), email=kari.email)
    learner = entering.enter(kari, at=timezone.now())

    erasure.erase(learner)

    assert not Recipient.objects.exists()
    assert refusing.among([kari.email], other.campaign.municipality) == {kari.email: Refusal.Reason.ERASED}


def test_one_who_was_erased_for_being_idle_may_be_invited_again():
    kari = make_recipient()
    entering.enter(kari, at=timezone.now())
    Learner.objects.update(active_at=timezone.now() - timedelta(days=4000))

    erasure.erase_idle(at=timezone.now())

    assert not Recipient.objects.exists()
    assert not Refusal.objects.exists()


def test_her_place_follows_her_when_two_entries_become_one():
    kari = make_recipient(make_campaign(way=Campaign.Way.LINK))
    entry = make_learner("Kari", email="kari@hjemme.example.no")
    Recipient.objects.update(learner=entry)
    earlier = make_learner("Kari", email="kari@hjemme.example.no", proven=True)

    proofs.prove(entry, at=timezone.now())

    kari.refresh_from_db()
    assert kari.learner == earlier


def test_people_who_never_came_are_forgotten_a_year_after_the_campaign():
    campaign = make_campaign()
    kari, ola = make_recipient(campaign), make_recipient(campaign, "Ola")
    entering.enter(kari, at=timezone.now())
    ended_at = timezone.now()
    sending.end(campaign, at=ended_at)

    assert leaving.delete_old(at=ended_at + timedelta(days=360)) == 0
    assert leaving.delete_old(at=ended_at + timedelta(days=370)) == 1
    assert list(Recipient.objects.all()) == [kari]
    assert not Recipient.objects.filter(pk=ola.pk).exists()


def test_a_link_does_not_live_for_ever_in_a_campaign_without_a_last_day():
    kari = make_recipient(make_campaign(ends_on=None))
    Recipient.objects.update(sent_at=timezone.now() - timedelta(days=170))
    assert tokens.recipient(tokens.of(kari)) == kari

    Recipient.objects.update(sent_at=timezone.now() - timedelta(days=190))

    with pytest.raises(tokens.TokenRefused, match="expired"):
        tokens.recipient(tokens.of(kari))


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 30, "٣", ""])
def test_a_link_with_a_number_that_is_none_says_so(number):
    assert Client().get(f"/i-posten/{number}-x/").status_code == 404
