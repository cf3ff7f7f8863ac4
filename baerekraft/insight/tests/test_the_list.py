"""What a coordinator sees of the people in a campaign, and what she does not, whatever she does with her list."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import entering, pacing, refusing, sending, tokens
from baerekraft.campaigns.models import Campaign, Recipient, Refusal
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight import following
from baerekraft.insight.tests.factories import coordinator
from baerekraft.learners import passes, proofs
from baerekraft.learners.models import Learner
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db
OLA = "ola@hjemme.example.no"


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def people(campaign: Campaign) -> str:
    return f"/innsikt/baerum/kampanjer/{campaign.pk}/folk/"


def comes_by_the_poster(campaign: Campaign, email: str, *, proven: bool = False) -> Recipient:
    device = Client(headers={"Sec-Fetch-Site": "same-origin"})
    device.post("/bli-med/", {"name": "Ola Li", "email": email})
    learner = Learner.objects.latest("created_at")
    if proven:
        proofs.prove(learner, at=timezone.now())
        device.cookies[settings.LEARNER_COOKIE] = passes.value(learner, proven=True, shared=False)
    device.post(f"/k/baerum/inn/{campaign.code}/")
    return Recipient.objects.get(campaign=campaign, email=email)


def written_to(campaign: Campaign, email: str) -> Recipient:
    row = make_recipient(campaign, email=email)
    now = timezone.now()
    Recipient.objects.filter(pk=row.pk).update(next_at=now)
    sending.post_due(at=now)
    row.refresh_from_db()
    assert row.sent == 1
    return row


def test_who_has_come_by_the_poster_is_on_no_list(siri):
    campaign = make_recipient(make_campaign()).campaign
    ola = comes_by_the_poster(campaign, OLA)

    assert OLA not in siri.get(people(campaign)).content.decode()
    assert OLA not in siri.get(people(campaign), {"sok": "ola"}).content.decode()
    assert siri.post(f"{people(campaign)}ut/{ola.pk}/").status_code == 404
    assert following.shown(campaign)[0].shown == "1"
    siri.post(f"/innsikt/baerum/kampanjer/{campaign.pk}/kopi/", {"people": "on"})
    assert not Recipient.objects.exclude(campaign=campaign).filter(email=OLA).exists()


def test_nor_does_writing_her_address_tell_that_she_has_come(siri):
    campaign = make_recipient(make_campaign()).campaign
    comes_by_the_poster(campaign, OLA, proven=True)

    there = siri.post(f"{people(campaign)}ny-liste/", {"text": OLA})["Location"]
    assert "already in" not in siri.get(f"/en{there}").content.decode()
    siri.post(there)

    ola = campaign.recipients.listed().get(email=OLA)
    assert ola.learner
    assert ola.next_at
    siri.post(f"{there}angring/")
    assert not campaign.recipients.listed().filter(email=OLA).exists()
    assert Recipient.objects.filter(pk=ola.pk, learner=ola.learner).exists()


def test_who_typed_karis_address_at_the_poster_is_not_kari_on_the_list():
    campaign = make_recipient(make_campaign()).campaign
    stranger = comes_by_the_poster(campaign, "liv@baerum.example.no").learner

    sending.add(campaign, [Recipient(email="liv@baerum.example.no")], at=timezone.now())

    liv = campaign.recipients.listed().get(email="liv@baerum.example.no")
    assert stranger
    assert liv.learner is None


def test_and_gives_way_when_she_comes_herself():
    campaign = make_recipient(make_campaign()).campaign
    stranger = comes_by_the_poster(campaign, OLA).learner
    ola = comes_by_the_poster(campaign, OLA, proven=True).learner

    assert ola != stranger


def test_who_is_taken_out_gets_no_more_and_can_still_stop_the_mail_she_has(siri):
    kari = written_to(make_campaign(), "kari@baerum.example.no")
    late = written_to(kari.campaign, "liv@baerum.example.no")
    Outgoing.objects.filter(key__startswith=f"campaign-{kari.pk}-").delete()  # is sent

    for row in (kari, late):
        siri.post(f"{people(kari.campaign)}ut/{row.pk}/")

    assert not Outgoing.objects.filter(key__startswith=f"campaign-{late.pk}-").exists()
    assert not kari.campaign.recipients.listed().exists()
    stop = Client().post(f"/i-posten/{tokens.of(kari)}/stopp/", {"List-Unsubscribe": "One-Click"})
    assert stop.status_code == 200
    kari.refresh_from_db()
    assert not pacing.send_now(kari, at=timezone.now())
    assert not sending.add(kari.campaign, [Recipient(email=kari.email)], at=timezone.now())


def test_taking_kari_out_does_not_tell_that_she_had_begun(siri):
    campaign = make_campaign()
    rows = [written_to(campaign, f"p{n}@baerum.example.no") for n in range(12)]
    for row in rows[:5]:
        entering.enter(row, at=timezone.now())
    begun = following.progress.of(campaign)

    sending.remove(Recipient.objects.filter(pk=rows[0].pk), at=timezone.now())

    now = following.progress.of(campaign)
    assert now.people + now.others == begun.people + begun.others
    assert Recipient.objects.filter(pk=rows[0].pk).exclude(learner=None).exists()


def test_the_list_does_not_tell_that_kari_gets_no_more_because_she_is_done(siri):
    kari = written_to(make_campaign(), "kari@baerum.example.no")
    ola = written_to(kari.campaign, "ola@baerum.example.no")
    Recipient.objects.filter(pk=kari.pk).update(sent_at=timezone.now() - timedelta(days=14))

    page = siri.get(people(kari.campaign)).content.decode()

    rows = [row for row in page.split("<tr>") if "@baerum" in row]
    told = {row.replace("kari@", "ola@").replace(str(kari.pk), str(ola.pk)) for row in rows}
    assert len(rows) == 2
    assert len({row.split("csrfmiddlewaretoken")[0] for row in told}) == 1


def test_that_kari_has_erased_herself_is_told_to_nobody(siri):
    campaign, kari = make_campaign(), "kari@baerum.example.no"
    refusing.refuse(kari, None, Refusal.Reason.ERASED, at=timezone.now())

    there = siri.post(f"/en{people(campaign)}ny-liste/", {"text": kari})["Location"]
    seen = (
        siri.get(there).content.decode()
        + siri.post(f"/en{people(campaign)}", {"email": kari}).content.decode()
    )

    assert "erased" not in seen.lower()
    assert "has asked not to be written to" in seen.lower()
    assert "has unsubscribed" in seen
