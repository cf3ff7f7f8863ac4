from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.learners import erasure, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records import facts, totals
from baerekraft.records.models import LessonCompletion, PartCompletion, Response, Total
from baerekraft.records.tests.factories import make_lesson_done, make_part_done, make_response

pytestmark = pytest.mark.django_db


def figures(*, erased: bool = False) -> dict:
    rows = Total.objects.filter(erased=erased).exclude(count=0)
    return {
        (row.day, row.municipality, row.lesson, row.what, row.unit, row.role): (row.count, row.score)
        for row in rows
    }


def test_rebuilding_gives_the_same_numbers():
    make_part_done(make_learner("Kari", municipality="Bærum"))
    make_lesson_done(make_learner("Ola", municipality="Halden"), shelf.now().lessons[0])
    before = figures()

    totals.rebuild()

    assert figures() == before
    assert before


def test_rebuilding_gives_the_same_numbers_after_two_entries_became_one():
    kari = make_learner("Kari", municipality="Bærum", proven=True)
    lessons = shelf.now().lessons
    make_lesson_done(kari, lessons[0])
    at_home = make_learner("Kari", email=kari.email, municipality="Asker")
    make_lesson_done(at_home, lessons[0])
    make_lesson_done(at_home, lessons[1])

    proofs.prove(at_home, at=timezone.now())
    before = figures()
    totals.rebuild()

    assert figures() == before
    assert LessonCompletion.objects.of(kari).count() == 2
    assert not Response.objects.of(at_home).exists()


def test_erased_learners_stay_in_the_figures_and_rebuilding_keeps_them():
    kari = make_learner("Kari", municipality="Bærum")
    make_part_done(kari)
    before = figures()

    erasure.erase(kari)
    totals.rebuild()

    assert figures() == {}
    assert figures(erased=True) == before


def test_half_a_part_here_and_half_there_is_a_whole_part():
    kari = make_learner("Kari", proven=True)
    lessons = shelf.now().part("del-1").lessons
    for entry in lessons[:3]:
        make_lesson_done(kari, entry)
    phone = make_learner("Kari", email=kari.email)
    for entry in lessons[3:]:
        make_lesson_done(phone, entry)

    proofs.prove(phone, at=timezone.now())

    assert PartCompletion.objects.of(kari).count() == 1
    assert kari.certificates.count() == 1


def test_an_answer_counts_where_the_learner_belonged_when_she_gave_it(first_lesson):
    kari = make_learner("Kari", municipality="Bærum")
    make_response(kari, first_lesson, first_lesson.document.exercises[0])
    baerum = kari.municipality_id

    assert Total.objects.filter(what__startswith="response:", municipality=baerum).exists()


def counted(what: str, **where) -> int:
    return sum(Total.objects.filter(what=what, **where).values_list("count", flat=True))


def test_what_kari_does_counts_once_for_all_once_for_her_unit_and_what_is_not_a_lesson_for_her_role(
    first_lesson,
):
    kari = make_learner("Kari", municipality="Bærum", unit="Skolen", role="leader")
    make_lesson_done(kari, first_lesson)

    for what in ("begun:del-1", "started", "completed", "active"):
        assert counted(what, unit=0, role="") == 1
        assert counted(what, unit=kari.unit_id, role="") == 1
        assert counted(what, unit=0, role="leader") == (what in {"begun:del-1", "active"})
    assert not Total.objects.exclude(unit=0).exclude(role="").exists()
    answers = Total.objects.filter(what__startswith="response:")
    assert not answers.exclude(unit=0, role="").exists()


def test_a_week_is_active_once_from_monday_through_sunday(first_lesson):
    kari, exercise = make_learner("Kari"), first_lesson.document.exercises[0]
    oslo = ZoneInfo("Europe/Oslo")
    for day in (5, 11, 12):  # Monday, Sunday just before midnight, and the next Monday
        at = datetime(2026, 10, day, 23 if day == 11 else 0, 30, tzinfo=oslo)
        make_response(kari, first_lesson, exercise, at=at)

    weeks = {str(row.day): row.count for row in Total.objects.filter(what="active")}
    assert weeks == {"2026-10-05": 1, "2026-10-12": 1}


def test_a_lesson_takes_from_the_first_answer_to_the_one_that_completes_it(first_lesson):
    kari, now = make_learner("Kari"), timezone.now()
    counting = [exercise for exercise in first_lesson.document.exercises if exercise.counts]
    for place, exercise in enumerate(counting, start=1):
        start = now - timedelta(minutes=30)
        at = start + timedelta(minutes=4) if place == len(counting) else start
        make_response(kari, first_lesson, exercise, at=at)

    assert LessonCompletion.objects.get().seconds == 240
    assert counted("time:5") == 1


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0, "time:3"), (180, "time:3"), (181, "time:5"), (3600, "time:60"), (3601, "time:more")],
)
def test_times_are_counted_by_upper_bound(seconds, bucket):
    assert totals.bucket(seconds) == bucket


def test_a_row_that_counts_nothing_is_not_kept(first_lesson):
    kari = make_learner("Kari", municipality="Bærum")
    make_response(kari, first_lesson, first_lesson.document.exercises[0])

    erasure.erase(kari)

    assert not Total.objects.filter(erased=False).exists()
    assert not Total.objects.filter(count=0).exists()


def test_many_cells_are_made_again_a_few_at_a_time(monkeypatch):
    make_part_done(make_learner("Kari", municipality="Bærum", unit="Skolen", role="leader"))
    make_part_done(make_learner("Ola", municipality="Halden"))
    before = figures()
    monkeypatch.setattr(totals, "HELD", 3)
    monkeypatch.setattr(facts, "STRETCH", 1)

    assert totals.rebuild() == len(before)
    assert figures() == before
