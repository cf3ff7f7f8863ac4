"""A campaign's mail on its way: each gets what is due once, whatever dies in between."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.campaigns import entering, letters, pacing, posting, progress, refusing, sending, tasks
from baerekraft.campaigns.models import Recipient, Refusal, Sending
from baerekraft.campaigns.tests.factories import make_campaign
from baerekraft.catalog import shelf
from baerekraft.mail import messages
from baerekraft.mail import tasks as mail_tasks
from baerekraft.mail.models import Outgoing
from baerekraft.records.tests.factories import make_lesson_done

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 9, 7)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def oslo(day: date = MONDAY, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


TUESDAY = oslo(MONDAY + DAY)


def make_going(*names: str, **about):
    """A campaign with a lesson each Tuesday at nine, which Siri has started on a Monday."""
    said = {"starts_on": MONDAY, "ends_on": None, "reminders": 0}
    campaign = make_campaign(at=oslo(hour=8), **said | about)
    rows = [Recipient(email=f"{name.lower()}@baerum.example.no", name=name) for name in names or ("Kari",)]
    sending.add(campaign, rows, at=oslo(hour=8))
    sending.start(campaign, at=oslo(hour=8))
    return campaign


def the(name: str) -> Recipient:
    return Recipient.objects.select_related("campaign__municipality").get(name=name)


def posted_to(name: str) -> list[tuple[str, int]]:
    return list(Sending.objects.filter(recipient__name=name).order_by("pk").values_list("kind", "number"))


def waiting() -> set[str]:
    return set(Outgoing.objects.waiting().values_list("address", flat=True))


def complete(name: str, *keys: str) -> None:
    learner = entering.enter(the(name), at=timezone.now())
    for key in keys:
        entry = shelf.now().lesson(*key.split("/"))
        make_lesson_done(learner, entry)


def test_kari_and_ola_get_the_first_lesson_on_tuesday_at_nine():
    make_going("Kari", "Ola")

    assert sending.post_due(at=TUESDAY - timedelta(minutes=1)) == 0
    assert sending.post_due(at=TUESDAY) == 2
    assert posted_to("Kari") == posted_to("Ola") == [("lesson", 1)]
    assert the("Kari").next_at == TUESDAY + WEEK


def test_looking_again_posts_nothing_more():
    make_going("Kari")
    sending.post_due(at=TUESDAY)

    assert sending.post_due(at=TUESDAY) == 0
    assert sending.post_due(at=TUESDAY + DAY) == 0
    assert Outgoing.objects.count() == 1


def test_the_lessons_follow_each_other_and_then_it_is_over():
    make_going("Kari")
    for week in range(5):
        sending.post_due(at=TUESDAY + week * WEEK)

    assert posted_to("Kari") == [("lesson", 1), ("lesson", 2), ("lesson", 3)]
    assert the("Kari").next_at is None


def test_a_draft_sends_nothing():
    campaign = make_campaign(starts_on=MONDAY, ends_on=None)
    sending.add(campaign, [Recipient(email="kari@example.no", name="Kari")], at=oslo())

    assert the("Kari").next_at is None
    assert sending.post_due(at=TUESDAY + WEEK) == 0


def test_starting_twice_is_starting_once():
    campaign = make_going("Kari")
    sending.post_due(at=TUESDAY)

    sending.start(campaign, at=TUESDAY + DAY)

    assert campaign.started_at == oslo(hour=8)
    assert the("Kari").next_at == TUESDAY + WEEK


def test_ola_is_added_later_and_begins_with_the_first_lesson():
    campaign = make_going("Kari")
    sending.post_due(at=TUESDAY)

    added = sending.add(campaign, [Recipient(email="ola@example.no", name="Ola")], at=TUESDAY + DAY)

    assert added == 1
    sending.post_due(at=TUESDAY + WEEK)
    assert posted_to("Ola") == [("lesson", 1)]
    assert posted_to("Kari") == [("lesson", 1), ("lesson", 2)]


def test_whoever_is_on_the_list_or_has_refused_is_not_added_again():
    campaign = make_going("Kari")
    refusing.refuse("ola@example.no", campaign.municipality, Refusal.Reason.UNSUBSCRIBED, at=oslo())
    rows = [Recipient(email=f"{who}@example.no", name=who.title()) for who in ("ola", "per")]

    assert sending.add(campaign, [*rows, Recipient(email="kari@baerum.example.no")], at=oslo()) == 1
    assert set(campaign.recipients.values_list("name", flat=True)) == {"Kari", "Per"}


def test_a_worker_that_dies_between_the_mail_and_the_note_has_done_neither(monkeypatch):
    make_going("Kari")

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(posting, "_note", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.post_due(at=TUESDAY)
    monkeypatch.undo()
    assert not Outgoing.objects.exists()

    assert sending.post_due(at=TUESDAY) == 1
    assert Outgoing.objects.count() == Sending.objects.count() == 1


def test_one_mail_that_cannot_be_made_does_not_stop_the_others(monkeypatch, caplog):
    make_going("Kari", "Ola")
    really = letters.lesson

    def lesson(recipient, number):
        if recipient.name == "Kari":
            raise KeyError("a template of ours")
        return really(recipient, number)

    monkeypatch.setattr(letters, "lesson", lesson)
    assert sending.post_due(at=TUESDAY) == 1
    monkeypatch.undo()

    assert "kari" not in caplog.text.lower().replace("keyerror", "")
    assert posted_to("Kari") == []
    assert sending.post_due(at=TUESDAY + timedelta(hours=2)) == 1
    assert posted_to("Kari") == [("lesson", 1)]


def test_a_worker_that_comes_back_at_night_waits_for_the_morning():
    make_going("Kari")

    assert sending.post_due(at=oslo(MONDAY + 2 * DAY, hour=2)) == 0
    assert the("Kari").next_at == oslo(MONDAY + 2 * DAY, hour=7)
    assert sending.post_due(at=oslo(MONDAY + 2 * DAY, hour=7)) == 1


def test_kari_has_completed_a_lesson_on_her_own_and_gets_the_one_after():
    campaign = make_going("Kari")
    complete("Kari", campaign.lessons[0])

    sending.post_due(at=TUESDAY)

    assert posted_to("Kari") == [("lesson", 2)]


def test_kari_has_completed_everything_and_gets_nothing_more():
    campaign = make_going("Kari", reminders=2)
    sending.post_due(at=TUESDAY)
    complete("Kari", *campaign.lessons)

    sending.post_due(at=TUESDAY + WEEK)

    assert posted_to("Kari") == [("lesson", 1)]
    assert the("Kari").done_at == TUESDAY + WEEK
    assert the("Kari").next_at is None


def test_completing_the_last_lesson_is_noted_without_a_mail():
    campaign = make_going("Kari", "Ola")
    complete("Kari", *campaign.lessons)

    tasks.look.call()

    assert the("Kari").done_at
    assert the("Ola").done_at is None


def test_reminders_go_to_those_who_have_not_done_the_latest_lesson_and_end():
    campaign = make_going("Kari", "Ola", lessons=make_campaign().lessons[:1], reminders=2, reminder_days=3)
    sending.post_due(at=TUESDAY)
    complete("Kari", campaign.lessons[0])

    for day in range(1, 40):
        sending.post_due(at=TUESDAY + day * DAY)

    assert posted_to("Kari") == [("lesson", 1)]
    assert posted_to("Ola") == [("lesson", 1), ("reminder", 101), ("reminder", 102)]
    times = Sending.objects.filter(recipient__name="Ola", kind="reminder").values_list("posted_at", flat=True)
    assert [timezone.localdate(at) for at in times] == [MONDAY + 4 * DAY, MONDAY + 7 * DAY]


def test_a_reminder_of_a_lesson_comes_before_the_next_lesson():
    make_going("Ola", reminders=3, reminder_days=3)

    for day in range(22):
        sending.post_due(at=TUESDAY + day * DAY)

    assert posted_to("Ola")[:4] == [("lesson", 1), ("reminder", 101), ("lesson", 2), ("reminder", 201)]


def test_an_invitation_goes_once_and_is_repeated_only_to_those_who_do_not_begin():
    campaign = make_going("Kari", "Ola", way="invitation", plan="at-once", reminders=1, reminder_days=5)
    for day in range(20):
        if day == 2:
            complete("Kari", campaign.lessons[0])
        sending.post_due(at=oslo(hour=10) + day * DAY)

    assert posted_to("Kari") == [("invitation", 1)]
    assert posted_to("Ola") == [("invitation", 1), ("reminder", 101)]


def test_a_campaign_that_ends_in_the_middle_takes_back_what_has_not_left(postbox):
    campaign = make_going("Kari", "Ola", "Per")
    for _kari_and_ola in range(2):
        sending.post_due(at=TUESDAY, seconds=0)
    karis = Outgoing.objects.get(address__startswith="kari")
    messages.hasten(karis)
    mail_tasks.deliver.call(karis.pk)

    sending.end(campaign, at=TUESDAY)
    assert sending.post_due(at=TUESDAY + WEEK) == 0
    mail_tasks.deliver_in_turn.call()

    assert [letter["To"] for letter in postbox.letters()] == ["kari@baerum.example.no"]
    assert progress.of(campaign).written_to == 1
    assert posted_to("Ola") == posted_to("Per") == []
    sending.end(campaign, at=TUESDAY + DAY)
    assert campaign.ended_at == TUESDAY


def test_an_end_that_was_broken_off_is_taken_up(monkeypatch):
    campaign = make_going("Kari", "Ola")
    sending.post_due(at=TUESDAY)

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("baerekraft.campaigns.ending.take_back", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.end(campaign, at=timezone.now())
    monkeypatch.undo()
    assert len(waiting()) == 2

    tasks.look.call()

    assert waiting() == set()


def test_what_takes_longer_than_a_coordinator_waits_is_taken_back_by_the_worker(monkeypatch):
    campaign = make_going("Kari", "Ola")
    sending.post_due(at=TUESDAY)
    monkeypatch.setattr(sending, "PATIENCE", -1.0)

    sending.end(campaign, at=timezone.now())

    assert campaign.ended_at
    assert len(waiting()) == 2
    assert DBTaskResult.objects.filter(task_path=tasks.look.module_path).exists()
    tasks.look.call()
    assert waiting() == set()


def test_a_campaign_ends_by_itself_after_its_last_day():
    campaign = make_going("Kari", ends_on=MONDAY + 3 * DAY)
    tasks.look.call()

    campaign.refresh_from_db()
    assert campaign.ended_at
    assert the("Kari").next_at is None


def looks() -> list[datetime]:
    booked = DBTaskResult.objects.ready() | DBTaskResult.objects.filter(status="READY")
    return list(booked.filter(task_path=tasks.look.module_path).values_list("run_after", flat=True))


def test_a_look_is_booked_for_when_something_is_due_and_only_once():
    DBTaskResult.objects.all().delete()
    make_going("Kari", "Ola")
    assert looks() == [TUESDAY]

    tasks.look.call()

    [booked] = looks()
    assert booked <= timezone.now() + timedelta(hours=1)
    tasks.ensure()
    assert looks() == [booked]


def test_without_a_campaign_nothing_is_booked():
    DBTaskResult.objects.all().delete()
    tasks.look.call()

    assert looks() == []


def test_thousands_of_mails_are_one_booking():
    make_going(*(f"Kari{number}" for number in range(30)))
    DBTaskResult.objects.all().delete()

    assert sending.post_due(at=TUESDAY) == 30
    assert DBTaskResult.objects.count() == 1


def test_a_paused_or_stopped_person_gets_nothing():
    make_going("Kari", "Ola", "Per")
    pacing.pause(the("Kari"), at=TUESDAY)
    pacing.stop(the("Ola"), at=TUESDAY)

    assert sending.post_due(at=TUESDAY) == 1
    assert posted_to("Per") == [("lesson", 1)]
