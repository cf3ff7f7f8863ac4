"""What nobody uses is deleted; Kari is told in time and can keep it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from baerekraft.assessments import links, retention, starting, tasks
from baerekraft.assessments.links import LinkEnded
from baerekraft.assessments.models import Assessment, Link, Publication, Report
from baerekraft.assessments.tests import letters
from baerekraft.assessments.tests.factories import make_assessment, make_guest, make_link, save
from baerekraft.assessments.tests.finals import make_final, make_publication
from baerekraft.config import chores
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db

BEGUN = timezone.make_aware(datetime(2026, 11, 1, 12))
DAY = timedelta(days=1)
LIFE = timedelta(days=24 * 365.25 / 12)
END = BEGUN + LIFE
EMAIL = "kari@example.no"


def make_old(*, proven: bool = True, **more: str) -> Assessment:
    """Kari's, last changed at BEGUN."""
    assessment = make_assessment(
        email=EMAIL, language="en", at=BEGUN, **{"case__title": "Fortetting", **more}
    )
    if proven:
        starting.prove(assessment.links.get(mailed=True), at=BEGUN)
    Outgoing.objects.all().delete()
    return Assessment.objects.get(pk=assessment.pk)


def nights(first: datetime, last: datetime) -> None:
    """Every night from the first to the last, with its mail sent in the morning."""
    while first <= last:
        for pk in list(retention.to_warn(at=first).values_list("pk", flat=True)):
            retention.warn(pk, at=first + timedelta(hours=4))
        retention.delete_idle(at=first)
        first += DAY


def lives(assessment: Assessment) -> bool:
    return Assessment.objects.filter(pk=assessment.pk).exists()


def test_kari_is_warned_a_month_before_and_then_it_goes():
    assessment = make_old()

    nights(END - 40 * DAY, END - DAY)
    assert lives(assessment)
    assert len(letters.waiting()) == 1
    nights(END, END + 2 * DAY)

    assert not lives(assessment)
    assert len(letters.waiting()) == 1


def test_the_warning_tells_the_case_the_day_and_where_to_keep_it():
    assessment = make_old()

    retention.warn(assessment.pk, at=END - 29 * DAY)

    letter = letters.only()
    gone_on = timezone.localdate(END + DAY)
    assert letter.address == EMAIL
    for text in (letter.text, letter.html):
        assert "Fortetting" in text
        assert "1 November 2026" in text
        assert f"{gone_on.day} {gone_on:%B %Y}" in text


def test_the_warnings_page_keeps_it_by_one_button_and_opening_changes_nothing():
    assessment = make_old()
    retention.warn(assessment.pk, at=END - 29 * DAY)
    page, browser = letters.path_in(letters.only()), Client(headers={"Sec-Fetch-Site": "same-origin"})

    shown = browser.get(page)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert Assessment.objects.get().warned_at
    assert browser.post(page).status_code == 302

    kept = Assessment.objects.get()
    assert kept.warned_at is None
    assert timezone.now() - kept.changed_at < DAY


def test_a_link_to_read_keeps_nothing():
    guest = make_guest(make_old(), "read")

    with translation.override("nb"):
        answer = Client().post(f"/sjekken/{links.secret(guest)}/bevaring/")

    assert answer.status_code == 403


def test_whoever_changes_a_word_has_two_more_years_and_is_warned_anew():
    assessment = make_old()
    nights(END - 30 * DAY, END - 20 * DAY)

    save(assessment, {"case/title": "Fortetting ved stasjonen"}, at=END - 10 * DAY)
    nights(END - 9 * DAY, END + 60 * DAY)
    assert lives(assessment)
    nights(END - 50 * DAY + LIFE, END - 7 * DAY + LIFE)

    assert not lives(assessment)
    assert len(letters.waiting()) == 2


def test_a_server_that_was_off_for_a_year_still_gives_a_month():
    assessment = make_old()
    up_again = END + 365 * DAY

    nights(up_again, up_again + 29 * DAY)
    assert lives(assessment)
    nights(up_again + 30 * DAY, up_again + 32 * DAY)

    assert not lives(assessment)


@pytest.mark.parametrize("email", ["", "unproven@example.no"])
def test_where_nobody_can_be_warned_it_goes_when_its_time_is_up(email):
    assessment = make_old(proven=False)
    Assessment.objects.update(email=email)

    nights(END - 40 * DAY, END - DAY)
    assert lives(assessment)
    nights(END, END + DAY)

    assert not lives(assessment)
    assert letters.waiting() == []


def test_an_address_taken_away_after_the_warning_changes_nothing():
    assessment = make_old()
    nights(END - 30 * DAY, END - 20 * DAY)
    Assessment.objects.update(email="", email_proven_at=None)

    nights(END - 19 * DAY, END - DAY)
    assert lives(assessment)
    nights(END, END + 10 * DAY)

    assert not lives(assessment)


def test_a_follow_up_still_to_come_keeps_it_until_she_has_had_time_to_answer():
    follow_up = timezone.localdate(END) + timedelta(days=400)
    assessment = make_old(follow_up__on=str(follow_up))

    nights(END, END + 455 * DAY)
    assert lives(assessment)
    nights(END + 456 * DAY, END + 470 * DAY)

    assert not lives(assessment)


def test_a_follow_up_in_a_distant_century_does_not():
    assessment = make_old(proven=False, follow_up__on="2190-01-01")

    assert retention.delete_idle(at=END + DAY) == 1
    assert not lives(assessment)


def test_somebody_who_saves_while_the_night_goes_on_loses_nothing():
    assessment = make_old(proven=False)
    save(assessment, {"case/title": "I siste liten"}, at=END)

    assert not retention.delete(assessment.pk, at=END + DAY)
    assert lives(assessment)


def test_the_time_is_the_operators_choice(settings):
    settings.ASSESSMENT_MONTHS = 6
    make_old(proven=False)

    assert retention.delete_idle(at=BEGUN + 180 * DAY) == 0
    assert retention.delete_idle(at=BEGUN + 185 * DAY) == 1


def test_whoever_opens_the_link_is_told_that_its_time_ran_out():
    link = make_link(at=BEGUN)

    retention.delete_idle(at=END + DAY)

    with pytest.raises(LinkEnded) as ended:
        links.open(links.secret(link))
    assert ended.value.link.ended_by == Link.End.EXPIRED


def test_final_reports_go_too_for_names_stand_in_them():
    make_final(make_old(proven=False, case__participants="Ola Nordmann"))

    retention.delete_idle(at=END + DAY)

    assert not Report.objects.exists()


def test_what_is_published_stays_as_published_without_a_tie():
    assessment = make_old(
        case__participants="Ola Nordmann", measures__a1__text="La eika stå", measures__a1__owner="Ola"
    )
    publication = make_publication(assessment)
    Assessment.objects.update(warned_at=END - 30 * DAY)

    assert retention.delete_idle(at=END + DAY) == 1

    left = Publication.objects.standing().get(pk=publication.pk)
    assert left.report is None
    assert left.document.case.title == "Fortetting"
    assert not Report.objects.exists()
    for name in ("Ola", "Kari", EMAIL):
        assert name not in f"{left.content} {left.shown} {left.searched}"


def test_what_was_withdrawn_stays_withdrawn():
    publication = make_publication(make_old())
    Publication.objects.filter(pk=publication.pk).update(withdrawn_at=BEGUN)
    Assessment.objects.update(warned_at=END - 30 * DAY)

    retention.delete_idle(at=END + DAY)

    assert not Publication.objects.standing().filter(pk=publication.pk).exists()


def test_the_night_warns_in_the_morning_and_deletes(monkeypatch):
    ola = make_assessment(at=BEGUN)
    kari = make_old()
    night = timezone.localtime(END + DAY).replace(hour=3, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: night)

    chores.nightly.call()

    assert list(Assessment.objects.all()) == [kari]
    assert not lives(ola)
    [task] = DBTaskResult.objects.filter(task_path=tasks.warn.module_path)
    assert timezone.localtime(task.run_after).hour == 7


def test_a_crash_in_the_middle_warns_nobody_and_the_next_try_warns_once(monkeypatch):
    assessment = make_old()
    letters.crash_after_mailing(monkeypatch, retention)
    with pytest.raises(KeyboardInterrupt):
        retention.warn(assessment.pk, at=END)
    assert letters.waiting() == []
    assert Assessment.objects.get().warned_at is None

    assert [retention.warn(assessment.pk, at=END + DAY) for _ in range(2)] == [True, False]
