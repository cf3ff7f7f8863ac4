"""At her own pace: the next one now, a pause, a stop; each said twice is said once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.campaigns import pacing, progress, refusing, sending
from baerekraft.campaigns.models import Refusal, Sending
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.mail import rounds
from baerekraft.mail import tasks as mail_tasks
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def numbers(recipient) -> list[int]:
    return list(recipient.sendings.filter(kind=Sending.Kind.LESSON).values_list("number", flat=True))


def test_kari_asks_for_the_next_one_and_it_comes_before_the_others(postbox):
    kari, now = make_recipient(), timezone.now()

    assert pacing.send_now(kari, at=now)

    [outgoing] = Outgoing.objects.all()
    mail_tasks.deliver.call(outgoing.pk)
    assert postbox.letter()["To"] == kari.email
    assert numbers(kari) == [1]
    assert kari.next_at is None or kari.next_at >= now + 2 * DAY


def test_two_taps_are_one_and_a_third_the_day_after_is_another():
    kari, now = make_recipient(), timezone.now()

    pacing.send_now(kari, at=now)
    assert pacing.send_now(kari, at=now + timedelta(seconds=3))
    assert numbers(kari) == [1]

    pacing.send_now(kari, at=now + DAY)
    assert numbers(kari) == [1, 2]


def test_after_the_last_lesson_there_is_no_next_one():
    kari, now = make_recipient(), timezone.now()

    sent = [pacing.send_now(kari, at=now + day * DAY) for day in range(5)]

    assert sent == [True, True, True, False, False]


def test_a_pause_holds_and_going_on_takes_the_next_lesson_at_the_plans_time():
    kari, now = make_recipient(), timezone.now()
    pacing.pause(kari, at=now)
    pacing.pause(kari, at=now + DAY)
    assert kari.paused_at == now
    assert sending.post_due(at=now + 30 * DAY) == 0

    pacing.resume(kari, at=now + 30 * DAY)
    pacing.resume(kari, at=now + 31 * DAY)

    assert kari.paused_at is None
    assert now + 30 * DAY <= kari.next_at < now + 38 * DAY
    sending.post_due(at=kari.next_at)
    assert numbers(kari) == [1]


def test_a_stop_ends_every_campaign_of_the_municipality_and_no_other(postbox):
    kari, now = make_recipient(), timezone.now()
    again = make_recipient(make_campaign(), email=kari.email)
    halden = make_recipient(make_campaign("Halden"), email=kari.email)
    for one in (kari, again, halden):
        pacing.send_now(one, at=now)
    # They wait in the queue again.
    Outgoing.objects.update(domain="baerum.example.no")

    pacing.stop(kari, at=now)
    pacing.stop(kari, at=now + DAY)

    again.refresh_from_db()
    assert kari.stopped_at == again.stopped_at == now
    rounds.deliver(at=timezone.now())
    assert len(postbox.received) == 1
    halden.refresh_from_db()
    assert halden.stopped_at is None
    assert not pacing.send_now(kari, at=now + DAY)
    assert progress.of(kari.campaign).stopped == 1


def test_a_new_list_does_not_bring_her_back_but_she_herself_does():
    kari, now = make_recipient(), timezone.now()
    municipality = kari.campaign.municipality
    pacing.stop(kari, at=now)
    assert refusing.among([kari.email], municipality) == {kari.email: Refusal.Reason.UNSUBSCRIBED}

    pacing.resume(kari, at=now + DAY)

    assert refusing.among([kari.email], municipality) == {}
    assert kari.stopped_at is None
    assert kari.next_at


def test_a_lesson_that_was_taken_back_by_a_stop_is_not_lost_when_she_comes_back():
    kari, now = make_recipient(), timezone.now()
    sending.post_due(at=kari.next_at)
    assert numbers(kari) == [1]
    pacing.stop(kari, at=now)
    assert numbers(kari) == []

    pacing.resume(kari, at=now + DAY)
    sending.post_due(at=kari.next_at)

    assert numbers(kari) == [1]


def test_nothing_is_sent_when_the_campaign_is_over():
    kari, now = make_recipient(), timezone.now()
    sending.end(kari.campaign, at=now)

    assert not pacing.send_now(kari, at=now)
    pacing.pause(kari, at=now)
    pacing.resume(kari, at=now)
    assert kari.next_at is None
