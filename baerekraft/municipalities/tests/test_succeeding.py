"""A border moves: the file says so, and on the day everything that belongs to the municipality follows."""

import csv
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from baerekraft.municipalities import loading, succeeding
from baerekraft.municipalities.models import Municipality, Succession, Unit
from baerekraft.municipalities.signals import succeeded

pytestmark = pytest.mark.usefixtures("municipalities")


def find(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the data files that a test may change."""
    monkeypatch.setattr(loading, "DATA", shutil.copytree(loading.DATA, tmp_path / "data"))
    return loading.DATA


@pytest.fixture
def news():
    heard = []

    def hear(sender, predecessor, successor, kind, **kwargs):
        heard.append((predecessor.name, successor.name, kind))

    succeeded.connect(hear)
    yield heard
    succeeded.disconnect(hear)


def write(data, *rows):
    with (data / "successions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("on", "predecessor", "successor", "kind"), *rows])


def test_there_is_no_border_to_move_today():
    assert not Succession.objects.exists()


def test_a_merger_in_the_file_happens_once_when_the_day_has_come(data, news):
    today = timezone.localdate()
    write(data, (today, "hol", "al", "merger"), (today + timedelta(days=9), "moss", "vestby", "split"))

    loading.load()
    loading.load()

    assert news == [("Hol", "Ål", "merger")]
    assert succeeding.apply(at=timezone.now() + timedelta(days=9)) == 1
    assert news[1:] == [("Moss", "Vestby", "split")]
    assert succeeding.apply(at=timezone.now() + timedelta(days=9)) == 0


def test_the_day_begins_at_midnight_here(data):
    write(data, ("2099-01-01", "hol", "al", "merger"))
    loading.load()

    assert succeeding.apply(at=datetime(2098, 12, 31, 22, 59, tzinfo=UTC)) == 0
    assert succeeding.apply(at=datetime(2098, 12, 31, 23, 0, tzinfo=UTC)) == 1


def test_a_day_that_is_changed_in_the_file_before_it_comes_is_the_new_day(data):
    write(data, ("2099-01-01", "hol", "al", "merger"))
    loading.load()
    write(data, ("2099-07-01", "hol", "al", "merger"))
    loading.load()

    assert [str(one.on) for one in Succession.objects.all()] == ["2099-07-01"]


def test_what_has_happened_stays_though_it_leaves_the_file(data):
    write(data, (timezone.localdate(), "hol", "al", "merger"))
    loading.load()
    write(data)
    loading.load()

    assert Succession.objects.get().applied_at


@pytest.mark.parametrize(
    "row", [("2099-01-01", "hol", "ingensteds", "merger"), ("2099-01-01", "hol", "al", "flytting")]
)
def test_a_fault_in_the_file_stops_the_loading(data, row):
    write(data, row)

    with pytest.raises((KeyError, ValueError)):
        loading.load()


def test_units_come_along_and_two_of_a_name_are_told_apart(data):
    hol, aal = find("Hol"), find("Ål")
    school, harbour = (Unit.objects.create(municipality=hol, name=name) for name in ("Skolen", "Havna"))
    long = Unit.objects.create(municipality=hol, name="s" * 80)
    Unit.objects.create(municipality=aal, name="SKOLEN")
    Unit.objects.create(municipality=aal, name="s" * 80)
    write(data, (timezone.localdate(), "hol", "al", "merger"))

    loading.load()

    assert {unit.name for unit in aal.units.filter(pk__in=[school.pk, harbour.pk, long.pk])} == {
        "Skolen (Hol)",
        "Havna",
        "s" * 74 + " (Hol)",
    }


def test_after_a_split_the_units_stay(data):
    school = Unit.objects.create(municipality=find("Hol"), name="Skolen")
    write(data, (timezone.localdate(), "hol", "al", "split"))

    loading.load()

    school.refresh_from_db()
    assert school.municipality == find("Hol")


def test_when_somebody_cannot_follow_nothing_moves(data):
    def refuse(**kwargs):
        raise IntegrityError

    Unit.objects.create(municipality=find("Hol"), name="Skolen")
    write(data, (timezone.localdate(), "hol", "al", "merger"))
    succeeded.connect(refuse)
    try:
        with pytest.raises(IntegrityError):
            loading.load()
    finally:
        succeeded.disconnect(refuse)

    assert find("Hol").units.exists()
    assert not Succession.objects.exists()
