"""What campaigns do when mail comes back, a border moves or somebody is erased; and what is kept of an address."""

import pytest
from django.utils import timezone

from baerekraft.campaigns import entering, progress, refusing, sending
from baerekraft.campaigns.models import Recipient, Refusal
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import shelf
from baerekraft.learners import erasure
from baerekraft.mail import rounds
from baerekraft.mail.models import Outgoing
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded
from baerekraft.records.tests.factories import make_lesson_done

pytestmark = pytest.mark.django_db

Reason = Refusal.Reason


def place(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def test_an_address_that_the_server_does_not_know_is_written_to_by_nobody(postbox):
    kari = make_recipient()
    halden = make_recipient(make_campaign("Halden"), email=kari.email)
    postbox.refuse_recipients = "550 5.1.1 No such user"
    sending.post_due(at=max(kari.next_at, halden.next_at))

    rounds.deliver(at=timezone.now())

    assert not Recipient.objects.reachable().filter(email=kari.email).exists()
    assert refusing.among([kari.email], place("Hol")) == {kari.email: Reason.BOUNCED}
    assert progress.of(kari.campaign).bounced == 1
    assert not Outgoing.objects.waiting().exists()


def test_a_filter_that_says_no_is_not_about_kari(postbox):
    kari = make_recipient()
    postbox.refuse_recipients = "550 5.7.1 Blocked"
    sending.post_due(at=kari.next_at)
    rounds.deliver(at=timezone.now())

    assert Recipient.objects.reachable().filter(pk=kari.pk).exists()


def test_refusals_are_kept_without_the_address_and_once():
    baerum, now = place("Bærum"), timezone.now()
    for _twice in range(2):
        refusing.refuse(" Kari@Example.no", baerum, Reason.UNSUBSCRIBED, at=now)

    [kept] = Refusal.objects.values_list("digest", flat=True)
    assert "kari" not in kept
    asked = ["kari@example.no", "KARI@example.no", "ola@example.no"]
    assert set(refusing.among(asked, baerum)) == set(asked[:2])
    assert refusing.among(asked, place("Halden")) == {}


def test_campaigns_and_refusals_follow_a_merger():
    kari, ola, now = "kari@example.no", "ola@example.no", timezone.now()
    campaign, hol, gol = make_campaign("Hol"), place("Hol"), place("Gol")
    for address, municipality in ((kari, hol), (kari, gol), (ola, hol)):
        refusing.refuse(address, municipality, Reason.UNSUBSCRIBED, at=now)

    succeeded.send(Succession, predecessor=hol, successor=gol, kind=Succession.Kind.MERGER)

    campaign.refresh_from_db()
    assert campaign.municipality == gol
    assert set(refusing.among([kari, ola], gol)) == {kari, ola}
    assert refusing.among([kari, ola], hol) == {}


def test_after_a_split_both_honour_a_refusal():
    campaign, hol, gol = make_campaign("Hol"), place("Hol"), place("Gol")
    refusing.refuse("kari@example.no", hol, Reason.UNSUBSCRIBED, at=timezone.now())

    for _twice in range(2):
        succeeded.send(Succession, predecessor=hol, successor=gol, kind=Succession.Kind.SPLIT)

    campaign.refresh_from_db()
    assert campaign.municipality == hol
    for municipality in (hol, gol):
        assert refusing.among(["kari@example.no"], municipality)


def test_kari_erases_herself_while_a_lesson_is_on_its_way(postbox):
    kari = make_recipient()
    learner = entering.enter(kari, at=timezone.now())
    sending.post_due(at=kari.next_at)

    erasure.erase(learner)
    rounds.deliver(at=timezone.now())

    assert postbox.letters() == []
    assert not Recipient.objects.exists()
    assert refusing.among([kari.email], kari.campaign.municipality) == {kari.email: Reason.ERASED}


def test_progress_counts_what_is_true(django_assert_num_queries):
    campaign = make_campaign()
    kari, ola, per = (make_recipient(campaign, name) for name in ("Kari", "Ola", "Per"))
    for one, lessons in ((kari, campaign.lessons), (ola, campaign.lessons[:1])):
        learner = entering.enter(one, at=timezone.now())
        for key in lessons:
            make_lesson_done(learner, shelf.now().lesson(*key.split("/")))
    sending.post_due(at=per.next_at)

    with django_assert_num_queries(3):
        found = progress.of(campaign)

    assert (found.people, found.started, found.completed) == (3, 2, 1)
    assert (found.written_to, found.waiting) == (2, 0)
