"""Hol becomes a part of Ål; Bærum lets Fornebu go. (It has not happened.) Learners, figures and access follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.municipalities import succeeding
from baerekraft.municipalities.models import Municipality, Succession, Unit
from baerekraft.records import judgements, polls, totals
from baerekraft.records.judgements import Said
from baerekraft.records.models import Tally, Total
from baerekraft.records.tests.factories import make_part_done
from baerekraft.records.tests.test_polls import lesson, poll, vote  # noqa: F401
from baerekraft.records.tests.test_stories import rows, votes

pytestmark = pytest.mark.django_db


def find(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


def happen(kind: str, predecessor: str = "Hol", successor: str = "Ål") -> None:
    Succession.objects.create(
        predecessor=find(predecessor), successor=find(successor), kind=kind, on=timezone.localdate()
    )
    assert succeeding.apply(at=timezone.now()) == 1


def make_coordinator(name: str, *places: str, unit: Unit | None = None) -> User:
    user = User.objects.create_user(email=f"{name.lower()}@example.no")
    for place in places:
        Membership.objects.create(user=user, role=Role.COORDINATOR, municipality=find(place), unit=unit)
    return user


def held(user: User) -> set[tuple[str, str]]:
    rows = Membership.objects.of(user)
    return {(one.municipality.name, one.unit.name if one.unit else "") for one in rows}


def everything_in(*places: str) -> dict[tuple[object, ...], tuple[int, int]]:
    """What is counted in these municipalities together."""
    sums: dict[tuple[object, ...], tuple[int, int]] = {}
    for row in Total.objects.filter(municipality__in=[find(place).pk for place in places]):
        key = (row.day, row.lesson, row.what, row.unit, row.role, row.erased)
        count, score = sums.get(key, (0, 0))
        sums[key] = count + row.count, score + row.score
    return sums


def make_two_who_learn() -> tuple[Learner, Learner]:
    kari = make_learner("Kari", municipality="Hol", unit="Skolen", role="leader")
    ola = make_learner("Ola", municipality="Ål", unit="Skolen", role="leader")
    for learner in (kari, ola):
        make_part_done(learner)
        said = {1: Said(1, 4)}
        judgements.judge(learner, "del-1", said, goals=["Velge"], wordings=[{"Velge"}], at=timezone.now())
    return kari, ola


def test_after_a_merger_the_successor_has_both_figures():
    make_two_who_learn()
    gone = make_learner("Per", municipality="Hol")
    make_part_done(gone)
    erasure.erase(gone)
    before = everything_in("Hol", "Ål")

    happen("merger")

    assert everything_in("Ål") == before
    assert everything_in("Hol") == {}
    stood = rows()
    totals.rebuild()
    assert rows() == stood


def test_kari_belongs_to_the_successor_and_is_still_in_her_school():
    kari, _ola = make_two_who_learn()

    happen("merger")

    kari.refresh_from_db()
    assert kari.municipality == find("Ål")
    assert (kari.unit.name, kari.unit.municipality) == ("Skolen (Hol)", find("Ål"))


def test_after_a_merger_poll_answers_are_counted_together(lesson, poll):  # noqa: F811
    for choice in "aaabb":
        vote(lesson, poll, choice, learner=make_learner("Kari", municipality="Hol"))
        vote(lesson, poll, "b", learner=make_learner("Ola", municipality="Ål"))

    happen("merger")

    assert polls.distribution(lesson.lesson, poll, municipality=find("Ål").pk) == (10, [30, 70])
    assert polls.distribution(lesson.lesson, poll, municipality=find("Hol").pk) == (0, [])
    cast = votes()
    polls.rebuild()
    assert votes() == cast
    assert Tally.objects.count() == 2


def test_a_coordinator_follows_the_municipality_into_another():
    siri, anne = make_coordinator("Siri", "Hol"), make_coordinator("Anne", "Hol", "Ål")
    school = Unit.objects.create(municipality=find("Hol"), name="Skolen")
    tor = make_coordinator("Tor", "Hol", unit=school)

    happen("merger")

    assert held(siri) == held(anne) == {("Ål", "")}
    assert held(tor) == {("Ål", "Skolen")}


def test_after_a_split_a_coordinator_has_both_and_old_figures_stay():
    make_two_who_learn()
    siri = make_coordinator("Siri", "Hol")
    school = find("Hol").units.get()
    tor = make_coordinator("Tor", "Hol", unit=school)
    before = rows()

    happen("split")

    assert held(siri) == {("Hol", ""), ("Ål", "")}
    assert held(tor) == {("Hol", "Skolen")}
    assert rows() == before
    totals.rebuild()
    assert rows() == before


def test_an_editor_of_the_municipality_that_is_left_does_not_follow_the_new_one():
    user = User.objects.create_user(email="per@example.no")
    Membership.objects.create(user=user, role=Role.MUNICIPAL_EDITOR, municipality=find("Hol"))

    happen("split")

    assert held(user) == {("Hol", "")}


def test_a_border_that_moves_tomorrow_has_not_moved():
    make_two_who_learn()
    tomorrow = timezone.localdate() + timedelta(days=1)
    Succession.objects.create(predecessor=find("Hol"), successor=find("Ål"), kind="merger", on=tomorrow)

    assert succeeding.apply(at=timezone.now()) == 0
    assert everything_in("Hol")
