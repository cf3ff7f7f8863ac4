"""On the day Kari chose, a mail asks what became of the measures."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.assessments import following, ladder, links, saving, starting, tasks
from baerekraft.assessments.models import Assessment, Link
from baerekraft.assessments.tests import letters
from baerekraft.assessments.tests.factories import make_assessment, save
from baerekraft.assessments.tests.finals import make_final
from baerekraft.config import chores
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db

BEGUN = timezone.make_aware(datetime(2026, 12, 1, 12))
DAY = date(2027, 3, 1)
MORNING = timezone.make_aware(datetime(2027, 3, 1, 8))
NIGHT = MORNING.replace(hour=3)
EMAIL = "kari@example.no"


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that everybody reads."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def chosen(**more: str) -> Assessment:
    """Kari has proven her address and chosen the day; the mail with her link has gone."""
    about = {"case__title": "Fortetting", "measures__a1__text": "La eika stå", "follow_up__on": str(DAY)}
    assessment = make_assessment(email=EMAIL, language="en", at=BEGUN, **{**about, **more})
    starting.prove(assessment.links.get(mailed=True), at=BEGUN)
    Outgoing.objects.all().delete()
    return Assessment.objects.get(pk=assessment.pk)


def booked() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status="READY", task_path=tasks.ask.module_path))


def test_the_night_books_the_mail_for_the_morning(clock):
    assessment = chosen()
    clock(NIGHT)

    chores.nightly.call()

    [task] = booked()
    assert task.args_kwargs["args"] == [str(assessment.pk)]
    assert timezone.localtime(task.run_after) == MORNING.replace(hour=7)


@pytest.mark.parametrize(
    ("at", "asked"),
    [(MORNING - timedelta(days=1), False), (MORNING, True), (MORNING + timedelta(days=9), True)],
)
def test_kari_is_asked_on_her_day_or_later_if_the_server_was_off_and_never_before(at, asked):
    assert following.ask(chosen().pk, at=at) is asked


def test_a_worker_that_comes_late_in_the_evening_waits_for_the_next_morning(clock):
    assessment = chosen()
    clock(MORNING.replace(hour=21))

    tasks.ask.call(str(assessment.pk))

    assert letters.waiting() == []
    assert timezone.localtime(booked()[0].run_after) == MORNING.replace(day=2, hour=7)


def test_the_mail_tells_the_case_and_the_measures_and_opens_the_page_where_the_answers_stand(clock):
    assessment = chosen()
    clock(MORNING)

    tasks.ask.call(str(assessment.pk))

    letter = letters.only()
    _empty, _en, _check, secret, step, _end = letters.path_in(letter).split("/")
    assert letter.address == EMAIL
    assert "Fortetting" in letter.subject
    for text in (letter.text, letter.html):
        assert "La eika stå" in text
        assert "Hello, Kari!" in text
    assert links.open(secret).assessment == assessment
    assert ladder.get(step).key == "follow-up"


def test_the_link_that_kari_was_mailed_first_goes_on_working():
    assessment = chosen()
    first = assessment.links.get(mailed=True)

    following.ask(assessment.pk, at=MORNING)

    assert links.secret(first) in letters.only().text
    assert links.open(links.secret(first))


def test_where_the_link_was_ended_the_mail_brings_a_new_one():
    assessment = chosen()
    links.end_all(assessment, Link.End.REPLACED, at=BEGUN)

    following.ask(assessment.pk, at=MORNING)

    assert links.open(letters.path_in(letters.only()).split("/")[3]).may_edit


def test_kari_is_asked_once():
    assessment = chosen()

    answers = [following.ask(assessment.pk, at=MORNING + timedelta(days=day)) for day in range(3)]

    assert answers == [True, False, False]
    assert len(letters.waiting()) == 1


def test_booked_twice_she_is_asked_once(clock):
    assessment = chosen()
    clock(MORNING)
    tasks.book(at=MORNING)
    tasks.book(at=MORNING)

    for task in booked():
        tasks.ask.call(*task.args_kwargs["args"])

    assert len(letters.waiting()) == 1
    assert following.due(at=MORNING).filter(pk=assessment.pk).count() == 0


def test_a_crash_in_the_middle_leaves_neither_mark_nor_mail_and_the_next_try_sends_one(monkeypatch):
    assessment = chosen()
    letters.crash_after_mailing(monkeypatch, following)
    with pytest.raises(KeyboardInterrupt):
        following.ask(assessment.pk, at=MORNING)
    assert letters.waiting() == []

    assert following.ask(assessment.pk, at=MORNING)
    assert len(letters.waiting()) == 1


def test_another_day_asks_again_and_the_same_day_a_second_time_too():
    assessment = chosen()
    following.ask(assessment.pk, at=MORNING)

    for day in (DAY + timedelta(days=30), DAY):
        save(assessment, {"follow_up/on": str(day)}, at=MORNING)
        assert following.ask(assessment.pk, at=MORNING + timedelta(days=31))

    assert len(letters.waiting()) == 3


def test_a_day_taken_away_asks_nothing():
    assessment = chosen()

    save(assessment, {"follow_up/on": ""}, at=BEGUN)

    assert not following.ask(assessment.pk, at=MORNING)


def test_another_text_changed_does_not_ask_again():
    assessment = chosen()
    following.ask(assessment.pk, at=MORNING)

    save(assessment, {"case/title": "Fortetting ved stasjonen"}, at=MORNING)

    assert not following.ask(assessment.pk, at=MORNING + timedelta(days=1))


def test_to_an_address_nobody_has_proven_goes_none_of_the_authors_words():
    assessment = chosen(case__title="Vinn bil: ond.example", measures__a1__text="Se ond.example")
    Assessment.objects.filter(pk=assessment.pk).update(email_proven_at=None, author="ond.example")

    assert following.ask(assessment.pk, at=MORNING)

    letter = letters.only()
    assert "ond.example" not in letter.subject + letter.text + letter.html


def test_nobodys_inbox_is_flooded_and_what_was_held_back_comes_later(monkeypatch):
    assessments = [make_assessment(follow_up__on=str(DAY), at=BEGUN) for _ in range(7)]
    Assessment.objects.update(email="siri@example.no")

    asked = sum(following.ask(assessment.pk, at=MORNING) for assessment in assessments)

    assert asked == 5
    assert following.due(at=MORNING).count() == 2


def test_who_gave_no_address_is_not_asked():
    assessment = make_assessment(follow_up__on=str(DAY), at=BEGUN)

    assert not following.ask(assessment.pk, at=MORNING)


def test_a_deleted_assessment_is_not_asked_about(clock):
    assessment = chosen()
    pk = str(assessment.pk)
    starting.delete(assessment, at=MORNING)
    clock(MORNING)

    tasks.ask.call(pk)

    assert letters.waiting() == []


def test_what_became_of_it_stands_in_the_assessment_also_when_it_is_final():
    assessment = chosen()
    make_final(assessment)

    save(assessment, {"measures/a1/outcome": "done", "follow_up/note": "Eika står."}, at=MORNING)

    document = Assessment.objects.get().document
    assert document.measures["a1"].outcome == "done"
    assert document.follow_up.note == "Eika står."
    with pytest.raises(saving.Frozen):
        save(assessment, {"measures/a1/text": "Fell eika"}, at=MORNING)
