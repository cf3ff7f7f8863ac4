from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from baerekraft.mail import deliveries, messages, tasks
from baerekraft.mail.messages import MailNotSent
from baerekraft.mail.models import Outgoing
from baerekraft.mail.sending import Line

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BUSY, UNKNOWN = "451 Come back later", "550 No such user"


def post(key: str = "proof-kari", *, to: str = "kari@example.no", name: str = "Kari", **more) -> Outgoing:
    return messages.post("mail/trial.html", to=to, context={"name": name}, language="en", key=key, **more)


def booked() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=tasks.deliver.module_path).order_by("enqueued_at"))


def test_a_message_is_queued_and_then_delivered(postbox):
    outgoing = post(attachments=[("kursbevis.pdf", b"%PDF \xff", "application/pdf")])
    assert postbox.letters() == []
    [booking] = booked()
    assert booking.args_kwargs == {"args": [outgoing.pk], "kwargs": {}}

    tasks.deliver.call(outgoing.pk)

    assert postbox.letter()["Message-ID"] == outgoing.message_id
    [attachment] = postbox.letter().iter_attachments()
    assert attachment.get_content() == b"%PDF \xff"


def test_the_task_commits_with_the_fact(postbox):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert booked() == []
    assert not Outgoing.objects.exists()


def test_the_same_key_is_the_same_message(postbox):
    assert post() == post(name="Kari Nordmann")
    assert len(booked()) == 1
    tasks.deliver.call(post().pk)
    tasks.deliver.call(post().pk)

    assert len(postbox.letters()) == 1
    assert len(booked()) == 1


def test_nothing_about_kari_stays_when_it_is_sent(postbox):
    outgoing = post()
    assert deliveries.attempt(outgoing.pk, at=NOON) is None

    outgoing.refresh_from_db()
    assert outgoing.sent_at == NOON
    assert (outgoing.address, outgoing.letter) == ("", "")
    assert "kari" not in str(booked()[0].args_kwargs)


def test_a_busy_server_is_asked_again(postbox):
    postbox.answers = [BUSY]
    outgoing = post()

    again_at = deliveries.attempt(outgoing.pk, at=NOON)
    assert again_at == NOON + MINUTE
    assert postbox.letters() == []

    assert deliveries.attempt(outgoing.pk, at=again_at) is None
    assert postbox.letter()["Subject"] == "E-mail is working, Kari"


def test_the_worker_books_the_next_try(postbox):
    postbox.answers = [BUSY]
    outgoing = post()

    tasks.deliver.call(outgoing.pk)

    first, second = booked()
    assert second.args_kwargs == first.args_kwargs
    assert second.run_after > second.enqueued_at


def test_a_server_that_stays_away_is_asked_eight_times_in_a_day(postbox):
    postbox.answers = [BUSY] * 8
    outgoing = post()
    times = [NOON]
    for _ in range(7):
        times.append(deliveries.attempt(outgoing.pk, at=times[-1]))
    with pytest.raises(MailNotSent):
        deliveries.attempt(outgoing.pk, at=times[-1])

    outgoing.refresh_from_db()
    assert timedelta(hours=24) <= times[-1] - times[0] <= timedelta(hours=25)
    assert outgoing.given_up_at == times[-1]
    assert outgoing.last_refusal == BUSY
    assert (outgoing.address, outgoing.letter) == ("", "")


def test_an_address_that_does_not_exist_is_given_up_at_once(postbox):
    postbox.answers = [UNKNOWN]
    outgoing = post()

    with pytest.raises(MailNotSent, match="No such user"):
        tasks.deliver.call(outgoing.pk)

    outgoing.refresh_from_db()
    assert outgoing.given_up_at
    assert len(booked()) == 1
    assert tasks.deliver.call(outgoing.pk) is None


def test_two_workers_send_one_message(postbox, monkeypatch):
    outgoing = post()
    taken = []
    really = Line.send

    def meanwhile_another_worker(line, message):
        taken.append(deliveries.attempt(outgoing.pk, at=NOON))
        really(line, message)

    monkeypatch.setattr(Line, "send", meanwhile_another_worker)
    deliveries.attempt(outgoing.pk, at=NOON)

    assert taken == [NOON + deliveries.LEASE]
    assert len(postbox.letters()) == 1


def test_a_worker_killed_before_the_servers_yes_was_written_down_sends_again_under_the_same_name(
    postbox, monkeypatch
):
    outgoing = post()

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(deliveries, "_finish", killed)
    with pytest.raises(KeyboardInterrupt):
        deliveries.attempt(outgoing.pk, at=NOON)
    monkeypatch.undo()

    assert deliveries.attempt(outgoing.pk, at=NOON + MINUTE) == NOON + deliveries.LEASE
    assert deliveries.attempt(outgoing.pk, at=NOON + deliveries.LEASE) is None
    assert [letter["Message-ID"] for letter in postbox.letters()] == [outgoing.message_id] * 2


def test_what_a_killed_worker_left_behind_is_taken_up(postbox):
    outgoing = post()
    DBTaskResult.objects.all().delete()
    assert tasks.resume() == 0

    Outgoing.objects.update(due_at=NOON - timedelta(days=400))

    assert tasks.resume() == 1
    assert booked()[0].args_kwargs["args"] == [outgoing.pk]
    tasks.deliver.call(outgoing.pk)
    assert tasks.resume() == 0


def test_what_waits_for_its_time_is_not_taken_up(postbox):
    postbox.answers = [BUSY]
    outgoing = post()
    deliveries.attempt(outgoing.pk, at=NOON)

    assert deliveries.overdue(at=NOON + 5 * MINUTE) == []
    assert deliveries.overdue(at=NOON + 20 * MINUTE) == [outgoing.pk]


def test_kari_asks_to_be_erased_while_her_mail_is_on_its_way(postbox):
    karis, olas = post(), post("proof-ola", to="ola@example.no")

    deliveries.withdraw("KARI@example.no")

    for outgoing in (karis, olas):
        tasks.deliver.call(outgoing.pk)
    assert postbox.letter()["To"] == "ola@example.no"


def test_an_address_in_other_letters_is_found_too(postbox):
    post("proof-kari", to="Kari.Nordmann@Example.no")

    assert list(Outgoing.objects.to(" kari.nordmann@example.NO")) == list(Outgoing.objects.all())
    deliveries.withdraw("kari.nordmann@example.no")

    assert not Outgoing.objects.exists()


def test_a_key_is_forgotten_after_three_months(postbox):
    deliveries.attempt(post().pk, at=NOON)
    waiting = post("proof-ola")

    deliveries.forget(at=NOON + timedelta(days=89))
    assert Outgoing.objects.count() == 2
    deliveries.forget(at=NOON + timedelta(days=91))
    assert list(Outgoing.objects.all()) == [waiting]


def test_the_log_names_nobody(postbox, caplog):
    postbox.refuse_recipients = "450 <kari@example.no> is over quota"
    deliveries.attempt(post().pk, at=NOON)

    assert "450" in caplog.text
    assert "kari@" not in caplog.text
    assert "kari@" not in Outgoing.objects.get().last_refusal


def test_the_database_keeps_no_letter_of_what_is_done(postbox):
    outgoing = post()

    with pytest.raises(IntegrityError), transaction.atomic():
        Outgoing.objects.filter(pk=outgoing.pk).update(sent_at=NOON)
