import pytest
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.learners import erasure, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records import totals
from baerekraft.records.models import LessonCompletion, PartCompletion, Response, Total
from baerekraft.records.tests.factories import make_lesson_done, make_part_done, make_response

pytestmark = pytest.mark.django_db


def figures(*, erased: bool = False) -> dict:
    rows = Total.objects.filter(erased=erased).exclude(count=0)
    return {
        (row.day, row.municipality, row.lesson, row.what): (row.count, round(row.score, 9)) for row in rows
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
