"""Kari does lessons in KS Læring, and they are hers here too, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.catalog.models import Lesson
from baerekraft.learners import entry, erasure, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.player.tests.browsing import browser
from baerekraft.records import elsewhere, totals
from baerekraft.records.models import EarnedElsewhere, LessonCompletion, PartCompletion, Total
from baerekraft.records.signals import lesson_completed
from baerekraft.records.tests.factories import make_lesson_done, make_part_done

pytestmark = pytest.mark.django_db
THEN = timezone.now() - timedelta(days=40)


@pytest.fixture
def lesson(first_lesson) -> Lesson:
    return Lesson.objects.get(pk=first_lesson.lesson)


def figures() -> list[tuple[object, ...]]:
    columns = ("day", "municipality", "lesson", "what", "unit", "role", "erased", "count", "score")
    return sorted(Total.objects.values_list(*columns), key=str)


def test_a_lesson_done_elsewhere_is_done_here_with_its_own_date_and_is_counted(lesson):
    kari = make_learner("Kari", municipality="Bærum", proven=True)

    assert elsewhere.earn(kari, lesson, at=THEN, via="KS Læring")

    row = LessonCompletion.objects.of(kari).get()
    assert (row.completed_at, row.via, row.seconds) == (THEN, "KS Læring", None)
    assert Total.objects.filter(what=totals.COMPLETED, count=1).exists()


def test_never_twice_however_it_comes(lesson, first_lesson):
    kari = make_learner("Kari", proven=True)

    assert elsewhere.earn(kari, lesson, at=THEN, via="KS Læring")
    assert not elsewhere.earn(kari, lesson, at=THEN, via="Moodle")
    make_lesson_done(kari, first_lesson)

    assert LessonCompletion.objects.of(kari).get().via == "KS Læring"
    assert sum(Total.objects.filter(what=totals.COMPLETED).values_list("count", flat=True)) == 1


def test_other_systems_hear_of_it_once(lesson):
    kari = make_learner("Kari", proven=True)
    heard = []

    def hear(sender, lesson, at, **kwargs):
        heard.append((lesson, at))

    lesson_completed.connect(hear)
    try:
        elsewhere.earn(kari, lesson, at=THEN, via="KS Læring")
        elsewhere.earn(kari, lesson, at=THEN, via="Moodle")
    finally:
        lesson_completed.disconnect(hear)

    assert heard == [(lesson.pk, THEN)]


def test_what_she_has_done_here_stays_as_it_was(lesson, first_lesson):
    kari = make_learner("Kari", proven=True)
    make_lesson_done(kari, first_lesson)

    assert not elsewhere.earn(kari, lesson, at=THEN, via="KS Læring")
    assert LessonCompletion.objects.of(kari).get().via == ""


def test_the_figures_made_again_are_the_same(lesson, first_lesson):
    kari = make_learner("Kari", municipality="Bærum", proven=True)
    elsewhere.earn(kari, lesson, at=THEN, via="KS Læring")
    make_part_done(kari)
    before = figures()

    totals.rebuild()

    assert figures() == before


def test_the_last_lesson_completes_the_part_as_of_the_latest_and_gives_the_certificate():
    kari = make_learner("Kari", proven=True)
    lessons = [Lesson.objects.get(pk=entry.lesson) for entry in shelf.now().parts[0].lessons]
    for days, one in enumerate(lessons):
        elsewhere.earn(kari, one, at=THEN - timedelta(days=days), via="KS Læring")

    assert PartCompletion.objects.get().completed_at == THEN
    assert kari.certificates.count() == 1


def test_what_waits_is_hers_when_she_proves_the_address_and_not_before(lesson):
    elsewhere.wait("kari@example.no", lesson, at=THEN, via="KS Læring")
    kari = make_learner("Kari", email="kari@example.no")
    assert elsewhere.claim(kari, at=timezone.now()) == 0
    assert not LessonCompletion.objects.exists()

    proofs.prove(kari, at=timezone.now())

    assert LessonCompletion.objects.of(kari).get().via == "KS Læring"
    assert not EarnedElsewhere.objects.exists()


def test_what_waits_joins_her_who_was_here_before(lesson):
    kari = make_learner("Kari", email="kari@example.no", proven=True)
    elsewhere.wait("kari@example.no", lesson, at=THEN, via="KS Læring")
    on_her_phone = make_learner("Kari", email="kari@example.no")

    proofs.prove(on_her_phone, at=timezone.now())

    assert LessonCompletion.objects.of(kari).count() == 1


def test_whoever_takes_a_new_address_gets_what_waits_for_it(lesson):
    kari = make_learner("Kari", email="kari@privat.no", proven=True)
    elsewhere.wait("kari@baerum.kommune.no", lesson, at=THEN, via="KS Læring")
    entry.correct(
        kari, name="Kari", email="kari@baerum.kommune.no", municipality=None, role="", language="nb",
        at=timezone.now(),
    )  # fmt: skip
    kari.refresh_from_db()
    assert not LessonCompletion.objects.exists()

    proofs.prove(kari, at=timezone.now())

    assert LessonCompletion.objects.of(kari).count() == 1


def test_nobody_can_read_an_address_in_what_waits(lesson):
    elsewhere.wait("kari@example.no", lesson, at=THEN, via="KS Læring")

    assert "kari" not in str(EarnedElsewhere.objects.values().get())


def test_erasing_kari_takes_what_waits_for_her_and_not_what_waits_for_ola(lesson):
    kari = make_learner("Kari", email="kari@example.no", proven=True)
    for address in ("kari@example.no", "ola@example.no"):
        elsewhere.wait(address, lesson, at=THEN, via="KS Læring")

    erasure.erase(kari)

    assert EarnedElsewhere.objects.get().digest == elsewhere.digest("ola@example.no")


def test_a_stranger_who_types_karis_address_and_erases_takes_nothing(lesson):
    elsewhere.wait("kari@example.no", lesson, at=THEN, via="KS Læring")

    erasure.erase(make_learner("Ukjent", email="kari@example.no"))

    assert EarnedElsewhere.objects.count() == 1


def test_what_nobody_comes_for_is_forgotten_after_a_year(lesson):
    elsewhere.wait("kari@example.no", lesson, at=THEN, via="KS Læring")

    assert elsewhere.forget_old(at=timezone.now() + timedelta(days=360)) == 0
    assert elsewhere.forget_old(at=timezone.now() + timedelta(days=370)) == 1


def test_her_own_page_and_her_download_say_where(lesson):
    from baerekraft.learners import passes

    kari = make_learner("Kari", proven=True)
    elsewhere.earn(kari, lesson, at=THEN, via="<b>KS Læring</b>")
    device = browser()
    device.cookies["baerekraft"] = passes.value(kari, proven=True, shared=False)

    assert "&lt;b&gt;KS Læring" in device.get("/min-side/").content.decode()
    assert device.get("/min-side/data.json").json()["lesson_completions"][0]["via"] == "<b>KS Læring</b>"
