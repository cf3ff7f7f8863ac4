"""Whatever people do, and in whatever order: the totals are what the facts say, to the last digit."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import ExerciseBlock
from baerekraft.exercises.tests.test_kinds import sample
from baerekraft.learners import entry, erasure, proofs
from baerekraft.learners.models import Learner
from baerekraft.municipalities import succeeding
from baerekraft.municipalities.models import Municipality, Succession, Unit
from baerekraft.records import judgements, pledges, polls, totals
from baerekraft.records.judgements import Said
from baerekraft.records.models import FollowUp, Response, Tally, Total
from baerekraft.records.tests.factories import make_lesson_done, make_part_done, make_response

pytestmark = pytest.mark.django_db

PLACES = ("", "Bærum", "Asker")
GOALS = ["Forklare", "Velge"]
# Around midnight, the turn of a week and the night the clock is put back.
HOURS = tuple(
    datetime(2026, month, day, hour, 59, tzinfo=ZoneInfo("Europe/Oslo"))
    for month, day in ((10, 18), (10, 19), (10, 25))
    for hour in (0, 1, 2, 23)
)

someone = st.integers(0, 2)


def answers(exercise: str) -> Any:
    return st.tuples(
        st.just("answer"),
        someone,
        st.integers(0, 1),
        st.just(exercise),
        st.sampled_from(["a", "b"]),
        st.integers(0, len(HOURS) - 1),
    )


steps = st.one_of(
    st.tuples(
        st.just("enter"),
        st.sampled_from(["kari@example.no", "ola@example.no"]),
        st.sampled_from(PLACES),
        st.integers(0, 2),
        st.sampled_from(["", "leader"]),
    ),
    *(answers(exercise) for exercise in ("", "mene", "lover", "lover")),
    st.tuples(st.just("complete"), someone, st.integers(0, 2)),
    st.tuples(st.just("complete_part"), someone),
    st.tuples(st.just("judge"), someone, st.integers(1, 2), st.integers(1, 4), st.integers(1, 4)),
    st.tuples(st.just("tell"), someone, st.integers(0, 9), st.sampled_from(FollowUp.Outcome.values)),
    st.tuples(
        st.just("move"),
        someone,
        st.sampled_from(PLACES),
        st.integers(0, 2),
        st.sampled_from(["", "leader", "employee"]),
    ),
    st.tuples(st.just("prove"), someone),
    st.tuples(st.just("erase"), someone),
    st.tuples(st.just("merge")),
)


# Kari at work and at home, who may turn out to be one; Ola, who is somebody else.
CAST = (
    ("enter", "kari@example.no", "Bærum", 1, "leader"),
    ("prove", 0),
    ("enter", "kari@example.no", "Asker", 1, ""),
    ("enter", "ola@example.no", "Asker", 2, "leader"),
)


class Story:
    """A few people and what happens to them, each step a call that the product makes."""

    def __init__(self, lessons: list[Any]) -> None:
        self.lessons = lessons

    def who(self, number: int) -> Learner | None:
        everyone = list(Learner.objects.active().order_by("created_at", "pk"))
        return everyone[number % len(everyone)] if everyone else None

    def place(self, name: str, number: int) -> tuple[Municipality | None, Unit | None]:
        where = Municipality.objects.filter(name=name).first()
        units = list(where.units.order_by("pk")) if where else []
        return where, units[number - 1] if 0 < number <= len(units) else None

    def enter(self, email: str, name: str, number: int, role: str) -> None:
        where, unit = self.place(name, number)
        entry.enter("Kari", email, at=timezone.now(), municipality=where, unit=unit, role=role)

    def answer(self, who: Learner, lesson: int, exercise: str, choice: str, hour: int) -> None:
        exercises = {one.id: one for one in self.lessons[lesson].document.exercises}
        asked = exercises.get(exercise) or self.lessons[lesson].document.exercises[0]
        said = {"poll": {"choice": choice}, "pledge": {"step": choice}}.get(asked.kind)
        make_response(who, self.lessons[lesson], asked, answer=said, at=HOURS[hour])

    def complete(self, who: Learner, lesson: int) -> None:
        make_lesson_done(who, self.lessons[lesson])

    def complete_part(self, who: Learner) -> None:
        make_part_done(who)

    def judge(self, who: Learner, goal: int, before: int, now: int) -> None:
        said = {goal: Said(before, now)}
        wordings = [{words} for words in GOALS]
        judgements.judge(who, "del-1", said, goals=GOALS, wordings=wordings, at=timezone.now())

    def tell(self, who: Learner, number: int, outcome: str) -> None:
        made = list(Response.objects.of(who).filter(exercise="lover").order_by("answered_at", "pk"))
        if made:
            pledges.answer(made[number % len(made)], outcome, at=timezone.now())

    def move(self, who: Learner, name: str, number: int, role: str) -> None:
        where, unit = self.place(name, number)
        entry.correct(
            who,
            name=who.name,
            email=who.email,
            municipality=where,
            unit=unit,
            role=role,
            language="nb",
            at=timezone.now(),
        )

    def prove(self, who: Learner) -> None:
        proofs.prove(who, at=timezone.now())

    def erase(self, who: Learner) -> None:
        erasure.erase(who)

    def merge(self) -> None:
        asker, baerum = (Municipality.objects.get(name=name) for name in ("Asker", "Bærum"))
        Succession.objects.get_or_create(
            predecessor=asker, successor=baerum, kind=Succession.Kind.MERGER, on=timezone.localdate()
        )
        succeeding.apply(at=timezone.now())

    def happen(self, what: str, *how: Any) -> None:
        if what in {"enter", "merge"}:
            getattr(self, what)(*how)
        elif who := self.who(how[0]):
            getattr(self, what)(who, *how[1:])


@pytest.fixture
def lessons(first_lesson):
    """An older and a newer version of the first lesson, with a poll and a pledge in them, and the second lesson."""
    exercises = [sample("poll", id="mene"), sample("pledge", id="lover")]
    body = (*first_lesson.document.body, *(ExerciseBlock(exercise=one) for one in exercises))
    versions = []
    for title in ("Først", "Så"):
        changed = first_lesson.document.model_copy(update={"body": body, "title": title})
        publishing.lesson(changed, at=timezone.now())
        shelf.forget()
        versions.append(shelf.now().lessons[0])
    for name in ("Bærum", "Asker"):
        home = Municipality.objects.get(name=name)
        for unit in ("Skolen", "Havna"):
            Unit.objects.create(municipality=home, name=unit)
    return [*versions, shelf.now().lessons[1]]


def rows() -> list[tuple[Any, ...]]:
    fields = ("day", "municipality", "lesson", "what", "unit", "role", "erased", "count", "score")
    return sorted(Total.objects.values_list(*fields))


def votes() -> list[tuple[Any, ...]]:
    return sorted(
        (tally.lesson, tally.exercise, tally.municipality, living(tally.votes), living(tally.erased))
        for tally in Tally.objects.all()
        if any(tally.votes.values()) or any(tally.erased.values())
    )


def living(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted((choice, count) for choice, count in counts.items() if count)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(steps, min_size=5, max_size=30))
def test_rebuilding_gives_the_same_rows_whatever_has_happened(lessons, told):
    story = Story(lessons)
    with transaction.atomic():
        for step in (*CAST, *told):
            story.happen(*step)
        before, cast = rows(), votes()
        assert all(count > 0 for *_cell, count, _score in before)

        totals.rebuild()
        polls.rebuild()

        assert rows() == before
        assert votes() == cast
        transaction.set_rollback(True)


def test_a_story_in_which_everything_happens(lessons):
    """So that the test above is known to be about something."""
    story = Story(lessons)
    for step in (
        ("enter", "kari@example.no", "Asker", 1, "leader"),
        ("answer", 0, 0, "mene", "a", 0),
        ("answer", 0, 1, "lover", "a", 3),
        ("answer", 0, 0, "lover", "b", 0),
        ("tell", 0, 0, FollowUp.Outcome.DONE),
        ("complete_part", 0),
        ("judge", 0, 1, 1, 4),
    ):
        story.happen(*step)

    counted = {what.split(":")[0] for what in Total.objects.values_list("what", flat=True)}
    assert counted == {
        *("started", "completed", "response", "time", "pledged", "kept"),
        *("begun", "part", "active", "before", "now"),
    }
    assert Total.objects.get(what="pledged").day.isoformat() == "2026-10-18"
    assert Total.objects.get(what="kept").count == 1
    assert {(row.role, bool(row.unit)) for row in Total.objects.filter(what="active")} == {
        ("", False),
        ("leader", False),
        ("", True),
    }
