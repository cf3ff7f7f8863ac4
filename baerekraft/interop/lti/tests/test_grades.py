from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.catalog import shelf
from baerekraft.interop.lti import scoring
from baerekraft.interop.lti.models import LtiLine, Platform
from baerekraft.interop.lti.tasks import send_score
from baerekraft.interop.lti.tests.walking import address, arrive
from baerekraft.learners import proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_lesson_done, make_part_done


def booked() -> int:
    return DBTaskResult.objects.filter(task_path=send_score.module_path).count()


def work(at=None) -> list:
    """What the worker would do: each score that is booked."""
    lines = LtiLine.objects.exclude(wanted_at=None).order_by("pk")
    return [scoring.send(line.pk, at=at or timezone.now()) for line in lines]


def test_when_kari_is_done_her_platform_is_told_so_and_nothing_else(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    assert booked() == 0

    make_lesson_done(Learner.objects.get(), first_lesson)
    assert booked() == 1
    work()

    (score,) = lms.scores
    assert score.pop("timestamp").endswith("Z")
    assert score == {
        "userId": "u-kari",
        "scoreGiven": 1,
        "scoreMaximum": 1,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "line": "lenke-1",
    }


def test_doing_it_again_tells_nobody_again(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    kari = Learner.objects.get()
    make_lesson_done(kari, first_lesson)
    work()
    make_lesson_done(kari, first_lesson)
    arrive(client, lms, address(first_lesson))
    work()

    assert booked() == len(lms.scores) == 1


def test_a_link_to_a_part_waits_for_all_its_lessons(lms, client):
    part = shelf.now().parts[0]
    arrive(client, lms, f"{settings.BASE_URL}/kurs/{part.slug}/")
    kari = Learner.objects.get()
    for entry in part.lessons[:-1]:
        make_lesson_done(kari, entry)
    assert booked() == 0

    make_part_done(kari, part.slug)

    assert booked() == 1


def test_whoever_was_done_before_she_came_is_told_of_when_she_comes(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson), link="a")
    make_lesson_done(Learner.objects.get(), first_lesson)

    arrive(client, lms, address(first_lesson), link="b")
    work()

    assert sorted(score["line"] for score in lms.scores) == ["a", "b"]


def test_ola_who_did_not_come_by_a_platform_is_told_of_to_nobody(lms, first_lesson):
    make_lesson_done(make_learner("Ola"), first_lesson)

    assert booked() == 0


def test_a_platform_that_takes_no_grades_gets_none(lms, client, first_lesson):
    lms.grades = False
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)

    assert booked() == 0


def test_a_platform_that_is_down_gets_it_later(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    now = timezone.now()
    lms.down = True

    (again,) = work(at=now)
    assert again == now + timedelta(minutes=1)
    (then,) = work(at=again)
    assert then == again + timedelta(minutes=5)
    assert "503" in Platform.objects.get().last_error
    lms.down = False
    assert work(at=then) == [None]

    assert len(lms.scores) == 1
    assert LtiLine.objects.get().sent_at == then


def test_after_a_day_we_give_up_and_begin_again_when_she_comes_again(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    lms.down = True
    at, tries = timezone.now(), 0
    while at:
        (at,) = work(at=at)
        tries += 1
    assert 6 <= tries <= 12
    assert LtiLine.objects.get().given_up_at

    lms.down = False
    arrive(client, lms, address(first_lesson))
    work()

    assert len(lms.scores) == 1


def test_a_score_whose_receipt_was_lost_is_sent_again_with_a_later_time(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    now = timezone.now()
    work(at=now)
    LtiLine.objects.update(sent_at=None)

    work(at=now)

    first, second = (score["timestamp"] for score in lms.scores)
    assert first < second
    assert LtiLine.objects.get().sent_at


def test_the_task_books_the_next_try_itself(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    lms.down = True

    send_score.func(LtiLine.objects.get().pk)

    later = DBTaskResult.objects.filter(task_path=send_score.module_path).order_by("-run_after").first()
    assert later.run_after > timezone.now()


def test_a_withdrawn_platform_is_told_nothing_more(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    Platform.objects.update(withdrawn_at=timezone.now())

    assert work() == [None]
    assert lms.scores == []
    Platform.objects.update(withdrawn_at=None)
    arrive(client, lms, address(first_lesson))
    assert work() == [None]
    assert len(lms.scores) == 1


def test_a_grade_book_inside_the_house_is_not_called(lms, client, first_lesson, settings):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    settings.OUTGOING_PRIVATE = False

    assert work()[0] is not None
    assert lms.scores == []


def test_what_kari_did_before_she_proved_who_she_is_counts_for_the_link(lms, client, first_lesson):
    earlier = make_learner("Kari", email="kari@baerum.kommune.no", proven=True)
    make_lesson_done(earlier, first_lesson)
    arrive(client, lms, address(first_lesson))
    assert booked() == 0

    proofs.prove(Learner.objects.exclude(pk=earlier.pk).get(), at=timezone.now())

    assert booked() == 1
    work()
    assert [score["userId"] for score in lms.scores] == ["u-kari"]


@pytest.mark.parametrize("wrong", ["SECRET_KEY"])
def test_when_our_own_key_cannot_be_read_staff_are_told_how_to_mend_it(
    lms, client, first_lesson, settings, wrong
):
    arrive(client, lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    setattr(settings, wrong, "another key than the one that it was made with")

    assert work()[0] is not None
    assert "rotate-lti-key" in Platform.objects.get().last_error
