"""Mail in turns: each receiving domain at its own pace, and one connection for many."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.mail import deliveries, messages, rounds, tasks, turns
from baerekraft.mail.models import Outgoing, Turn
from baerekraft.mail.tests import postbox as postboxes

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MINUTE, DAY = 60 * SECOND, timedelta(days=1)


def post(number: int = 1, *, at: str = "baerum.example.no", bulk: bool = True) -> Outgoing:
    return messages.post(
        "mail/trial.html",
        to=f"kari{number}@{at}",
        context={"name": "Kari"},
        language="en",
        key=f"campaign-{number}-{at}-lesson-1",
        bulk=bulk,
    )


def received(postbox) -> list[str]:
    return [letter["To"] for letter in postbox.letters()]


def run(begins, *, long: timedelta):
    """Let rounds follow each other for a while, as the worker does."""
    at, times = begins, []
    while at and at <= begins + long:
        times.append(at)
        at = rounds.deliver(at=at)
    return times


def test_a_domain_gets_no_more_a_minute_than_is_allowed(postbox, settings):
    settings.MAIL_PER_MINUTE = 30
    for number in range(70):
        post(number)
    now = timezone.now()

    run(now, long=59 * SECOND)
    assert len(postbox.received) == 30
    run(now + MINUTE, long=59 * SECOND)
    assert len(postbox.received) == 60
    run(now + 2 * MINUTE, long=59 * SECOND)
    assert received(postbox) == [f"kari{number}@baerum.example.no" for number in range(70)]


def test_domains_do_not_wait_for_each_other(postbox, settings):
    settings.MAIL_PER_MINUTE = 6
    for number in range(5):
        post(number)
        post(number, at="hol.example.no")

    rounds.deliver(at=timezone.now())

    assert sorted(received(postbox)) == ["kari0@baerum.example.no", "kari0@hol.example.no"]


def test_what_somebody_waits_for_goes_at_once_and_first(postbox, settings):
    settings.MAIL_PER_MINUTE = 1
    DBTaskResult.objects.all().delete()
    campaigns = [post(number) for number in range(3)]
    proof = post(99, bulk=False)

    first, *_others = DBTaskResult.objects.ready()
    assert first.task_path == tasks.deliver.module_path
    assert first.args_kwargs["args"] == [proof.pk]
    messages.hasten(campaigns[2])
    tasks.deliver.call(campaigns[2].pk)

    assert received(postbox) == ["kari2@baerum.example.no"]


def test_thousands_of_messages_are_one_task():
    DBTaskResult.objects.all().delete()
    for number in range(50):
        post(number)

    [booked] = DBTaskResult.objects.all()
    assert booked.task_path == tasks.deliver_in_turn.module_path


def test_the_round_books_the_next_one_until_nothing_waits(postbox, settings):
    settings.MAIL_PER_MINUTE = 1
    DBTaskResult.objects.all().delete()
    post(1), post(2)

    tasks.deliver_in_turn.call()
    [booked] = DBTaskResult.objects.all()
    assert MINUTE - 5 * SECOND < booked.run_after - timezone.now() <= MINUTE
    Turn.objects.update(next_at=timezone.now())
    tasks.deliver_in_turn.call()

    assert len(postbox.received) == 2
    assert not DBTaskResult.objects.exists()


def test_many_messages_travel_over_one_connection(postbox):
    for number in range(20):
        post(number, at=f"kommune{number}.example.no")

    rounds.deliver(at=timezone.now())

    assert len(postbox.received) == 20
    assert postbox.connections == 1


def test_one_no_is_not_the_others(postbox):
    postbox.answers = ["250 OK", "451 Come back later", "554 We take this for spam"]
    for number in range(4):
        post(number)

    rounds.deliver(at=timezone.now())

    assert received(postbox) == ["kari0@baerum.example.no", "kari3@baerum.example.no"]
    late, spam = Outgoing.objects.filter(sent_at=None).order_by("pk")
    assert (late.tries, late.given_up_at) == (1, None)
    assert spam.given_up_at


def test_a_server_that_hangs_up_is_called_again(postbox):
    postbox.hang_up_after = 2
    for number in range(5):
        post(number)
    now = timezone.now()

    run(now, long=5 * MINUTE)

    assert sorted(set(received(postbox))) == [f"kari{number}@baerum.example.no" for number in range(5)]


def test_a_server_that_is_down_for_a_day_loses_nothing_and_the_order_stays(settings):
    settings.MAIL_PER_MINUTE = 600
    for number in range(30):
        post(number)
    now = timezone.now()
    with postboxes.opened() as gone:
        settings.MAILERS = gone.mailers()

    tried = run(now, long=DAY)

    assert 90 < len(tried) < 110, "a quarter of an hour between tries, whatever number of messages waits"
    assert Outgoing.objects.in_turn().filter(tries=0).count() == 30
    with postboxes.opened() as back:
        settings.MAILERS = back.mailers()
        run(tried[-1] + 20 * MINUTE, long=MINUTE)
        assert received(back) == [f"kari{number}@baerum.example.no" for number in range(30)]
    assert turns.closed_until(tried[-1] + 20 * MINUTE) is None


def test_a_certificate_survives_a_server_that_is_down_for_two_days(settings):
    proof = post(bulk=False)
    with postboxes.opened() as gone:
        settings.MAILERS = gone.mailers()
    at = now = timezone.now()
    while at < now + 2 * DAY:
        at = deliveries.attempt(proof.pk, at=at)

    with postboxes.opened() as back:
        settings.MAILERS = back.mailers()
        assert deliveries.attempt(proof.pk, at=at) is None
        assert len(back.received) == 1


def test_after_a_week_even_hope_ends(settings):
    post()
    with postboxes.opened() as gone:
        settings.MAILERS = gone.mailers()
    now = timezone.now()
    rounds.deliver(at=now)

    deliveries.forget(at=now + 6 * DAY)
    assert rounds.waits()
    deliveries.forget(at=now + 8 * DAY)

    assert Outgoing.objects.get().given_up_at
    assert rounds.deliver(at=now + 8 * DAY) is None


def test_two_workers_share_a_domains_turns(settings):
    settings.MAIL_PER_MINUTE = 60
    now = timezone.now()

    assert turns.take("hol.example.no", wanted=100, at=now) == 10
    assert turns.take("hol.example.no", wanted=100, at=now) == 0
    assert turns.take("hol.example.no", wanted=3, at=now + 10 * SECOND) == 3
    assert turns.take("hol.example.no", wanted=3, at=now + 12 * SECOND) == 0
    assert turns.take("hol.example.no", wanted=3, at=now + 13 * SECOND) == 3


def test_a_worker_that_was_killed_left_one_message_behind(postbox):
    for number in range(2):
        post(number)
    Outgoing.objects.filter(key__startswith="campaign-0").update(busy_until=timezone.now() + 10 * MINUTE)

    assert rounds.deliver(at=timezone.now()) - timezone.now() <= rounds.PAUSE
    rounds.deliver(at=timezone.now() + 11 * MINUTE)

    assert sorted(received(postbox)) == ["kari0@baerum.example.no", "kari1@baerum.example.no"]


def test_a_worker_that_starts_takes_up_the_round():
    post()
    DBTaskResult.objects.all().delete()
    Outgoing.objects.update(due_at=timezone.now() - DAY)

    assert tasks.resume() == 0
    assert DBTaskResult.objects.filter(task_path=tasks.deliver_in_turn.module_path).count() == 1


def test_what_is_taken_back_is_not_sent(postbox):
    post(1), post(2)
    taken = deliveries.take_back(["campaign-1-baerum.example.no-lesson-1", "proof-kari"], at=timezone.now())

    rounds.deliver(at=timezone.now())

    assert taken == {"campaign-1-baerum.example.no-lesson-1"}
    assert received(postbox) == ["kari2@baerum.example.no"]


def test_what_comes_back_goes_to_the_return_path(postbox, settings):
    settings.MAIL_RETURN_PATH = "retur@kurs.example.no"
    post()
    rounds.deliver(at=timezone.now())

    assert postbox.senders == ["retur@kurs.example.no"]
    assert postbox.letter()["From"] == settings.MAIL_FROM
    assert postbox.letter()["Date"]
