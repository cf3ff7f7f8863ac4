from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import ExerciseBlock
from baerekraft.exercises.tests.test_kinds import sample
from baerekraft.learners import erasure, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.municipalities.models import Municipality
from baerekraft.records import polls
from baerekraft.records.models import Tally
from baerekraft.records.tests.factories import make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll():
    return sample("poll", id="hva-mener-du")


@pytest.fixture
def lesson(first_lesson, poll):
    """The first lesson, with a poll in it."""
    body = (*first_lesson.document.body, ExerciseBlock(exercise=poll))
    publishing.lesson(first_lesson.document.model_copy(update={"body": body}), at=timezone.now())
    shelf.forget()
    return shelf.now().lessons[0]


def vote(lesson, poll, choice, *, learner=None, at=None):
    learner = learner or make_learner("Ola")
    make_response(learner, lesson, poll, answer={"choice": choice}, at=at)
    return learner


def shown(lesson, poll):
    return polls.distribution(lesson.lesson, poll)


def test_nothing_is_shown_until_five_have_answered(lesson, poll):
    for choice in "aaab":
        vote(lesson, poll, choice)
    assert shown(lesson, poll) == (0, [])

    vote(lesson, poll, "b")

    assert shown(lesson, poll) == (5, [60, 40])


def test_what_is_shown_moves_only_for_every_fifth_answer(lesson, poll):
    """So nobody can look before and after a colleague answers, and know."""
    for choice in "aaabb":
        vote(lesson, poll, choice)
    for choice in "aaaa":
        vote(lesson, poll, choice)
        assert shown(lesson, poll) == (5, [60, 40])

    vote(lesson, poll, "a")

    assert shown(lesson, poll) == (10, [80, 20])


def test_shares_are_rounded_to_five_per_cent(lesson, poll):
    for choice in "aaaaaabbbbbbbbb":
        vote(lesson, poll, choice)

    answers, shares = shown(lesson, poll)
    assert answers == 15
    assert all(share % 5 == 0 for share in shares)


def test_kari_has_one_vote_however_often_she_answers(lesson, poll):
    kari = make_learner("Kari")
    for choice in "ababb":
        vote(lesson, poll, choice, learner=kari)

    assert Tally.objects.get().votes == {"a": 0, "b": 1}
    assert shown(lesson, poll) == (0, [])


def test_an_older_answer_that_comes_late_does_not_take_the_vote_back(lesson, poll):
    kari, now = make_learner("Kari"), timezone.now()
    vote(lesson, poll, "b", learner=kari, at=now - timedelta(hours=1))
    vote(lesson, poll, "a", learner=kari, at=now - timedelta(hours=2))

    assert Tally.objects.get().votes == {"b": 1}


def test_changing_ones_mind_is_not_seen_before_the_next_five(lesson, poll):
    everyone = [vote(lesson, poll, "a") for _ in range(5)]
    vote(lesson, poll, "b", learner=everyone[0])

    assert shown(lesson, poll) == (5, [100, 0])


def test_the_vote_of_an_erased_learner_stays_without_her(lesson, poll):
    everyone = [vote(lesson, poll, choice) for choice in "aaabb"]
    erasure.erase(everyone[0])

    tally = Tally.objects.get()
    assert (tally.votes, tally.erased) == ({"a": 2, "b": 2}, {"a": 1})
    assert shown(lesson, poll) == (5, [60, 40])


def test_rebuilding_gives_the_same_counts(lesson, poll):
    everyone = [vote(lesson, poll, choice) for choice in "aaabb"]
    vote(lesson, poll, "b", learner=everyone[1])
    erasure.erase(everyone[0])
    before = Tally.objects.get()
    Tally.objects.update(votes={"a": 99})

    assert polls.rebuild() == 1
    after = Tally.objects.get()
    assert (after.votes, after.erased, after.shown) == (before.votes, before.erased, before.shown)


def test_two_entries_that_become_one_have_one_vote(lesson, poll):
    kari = make_learner("Kari", proven=True)
    vote(lesson, poll, "a", learner=kari)
    phone = make_learner("Kari", email=kari.email)
    vote(lesson, poll, "b", learner=phone)

    proofs.prove(phone, at=timezone.now())

    assert {key: n for key, n in Tally.objects.get().votes.items() if n} == {"b": 1}


def test_only_a_poll_costs_more_than_other_exercises(lesson, poll, django_assert_num_queries):
    kari = make_learner("Kari")
    other = next(e for e in lesson.document.exercises if not e.counts)
    vote(lesson, poll, "a", learner=kari)
    make_response(kari, lesson, other)

    with django_assert_num_queries(5):  # three, and the savepoint of the test
        make_response(kari, lesson, other)
    assert not Tally.objects.exclude(exercise=poll.id).exists()


def test_the_distribution_is_the_same_for_everyone(lesson, poll):
    for choice in "aaabb":
        vote(lesson, poll, choice)
    address = f"/kurs/{lesson.key}/svar/{poll.id}/fordeling/"

    assert Client().get(address).json() == {"answers": 5, "shares": [60, 40]}
    assert not Client().get(address).cookies
    assert Client().get(f"/kurs/{lesson.key}/svar/finnes-ikke/fordeling/").status_code == 404
    other = next(e for e in lesson.document.exercises if e.kind != "poll")
    assert Client().get(f"/kurs/{lesson.key}/svar/{other.id}/fordeling/").status_code == 404


def test_before_five_the_distribution_says_so(lesson, poll):
    vote(lesson, poll, "a")

    assert Client().get(f"/kurs/{lesson.key}/svar/{poll.id}/fordeling/").json() == {
        "answers": 0,
        "shares": [],
    }


def test_a_municipality_has_a_picture_of_its_own_and_no_sooner_than_five_have_answered(lesson, poll):
    baerum = [vote(lesson, poll, "a", learner=make_learner("Kari", municipality="Bærum")) for _ in range(5)]
    for _ in range(4):
        vote(lesson, poll, "b", learner=make_learner("Ola", municipality="Halden"))
    vote(lesson, poll, "b")
    halden = Municipality.objects.get(name="Halden").pk

    assert shown(lesson, poll) == (10, [50, 50])
    here = baerum[0].municipality_id
    assert polls.distribution(lesson.lesson, poll, municipality=here) == (5, [100, 0])
    assert polls.distribution(lesson.lesson, poll, municipality=halden) == (0, [])


def test_a_vote_follows_kari_when_she_has_moved_and_answers_again(lesson, poll):
    kari = make_learner("Kari", municipality="Bærum")
    vote(lesson, poll, "a", learner=kari)
    there, kari.municipality = kari.municipality_id, Municipality.objects.get(name="Halden")
    kari.save()
    vote(lesson, poll, "a", learner=kari)

    counted = {tally.municipality: tally.votes["a"] for tally in Tally.objects.all()}
    assert counted == {0: 1, there: 0, kari.municipality_id: 1}
