"""Crowds that have done something some days ago."""

from datetime import UTC, date, datetime, timedelta

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.records.tests.factories import make_response
from baerekraft.reports.scopes import Scope

# A Monday, and the Wednesday of the week before.
TODAY = date(2026, 11, 16)
EARLIER = datetime(2026, 11, 11, 9, tzinfo=UTC)


def scope(name: str, unit: str = "") -> Scope:
    municipality = Municipality.objects.get(name=name)
    return Scope(municipality, municipality.units.get(name=unit) if unit else None)


def make_unit(name: str, municipality: str = "Bærum") -> Unit:
    return Municipality.objects.get(name=municipality).units.create(name=name)


def make_crowd(
    many: int,
    municipality: str = "Bærum",
    *,
    unit: str = "",
    role: str = "",
    lessons: int = 1,
    answers: int = 100,
    at: datetime = EARLIER,
) -> list[Learner]:
    """So many people who have each answered so much in the first lessons, a minute between the answers."""
    people = []
    for _number in range(many):
        name = f"Kari{Learner.objects.count()}"
        learner = make_learner(name, municipality=municipality, unit=unit, role=role, at=at)
        for entry in shelf.now().lessons[:lessons]:
            answer(learner, entry, answers, at)
        people.append(learner)
    return people


def answer(learner: Learner, entry: Entry, answers: int, at: datetime) -> None:
    for place, exercise in enumerate(entry.document.exercises[:answers]):
        make_response(learner, entry, exercise, at=at + timedelta(minutes=place))
