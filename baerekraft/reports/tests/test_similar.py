"""Tor in Hol beside municipalities of its size."""

from datetime import timedelta

import pytest

from baerekraft.municipalities.models import Municipality
from baerekraft.records import totals
from baerekraft.records.totals import Cell
from baerekraft.reports import similar
from baerekraft.reports.scopes import Scope
from baerekraft.reports.tests.factories import TODAY, scope

pytestmark = pytest.mark.django_db
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def begin(place, count):
    """So many have begun on the first part, in a lesson each."""
    totals.add(Cell(YESTERDAY, place.pk, 0, "begun:del-1"), count=count)


def nearest(many):
    hol = scope("Hol").municipality
    others = Municipality.objects.exclude(pk=hol.pk)
    return sorted(others, key=lambda place: (abs(place.population - hol.population), place.pk))[:many]


def test_it_is_compared_with_the_middle_of_those_of_its_size():
    begin(scope("Hol").municipality, 22)
    for place in nearest(10):
        begin(place, 13)

    found = similar.of(scope("Hol"), today=TODAY)

    begun = found.measures[0]
    assert found.others == 10
    assert begun.own == round(1000 * 20 / scope("Hol").municipality.population, 1)
    assert begun.low <= begun.middle <= begun.high
    populations = sorted(place.population for place in nearest(10))
    assert 10_000 / populations[-1] <= begun.middle <= 10_000 / populations[0] + 0.05


def test_none_is_compared_with_few():
    for place in nearest(7):
        begin(place, 13)
    begin(nearest(8)[-1], 4)  # which nobody sees

    assert similar.of(scope("Hol"), today=TODAY) is None


def test_the_others_are_not_named():
    for place in nearest(10):
        begin(place, 13)

    found = similar.of(scope("Hol"), today=TODAY).model_dump_json()

    assert not any(place.name in found for place in nearest(10))


def test_a_county_has_no_like():
    assert similar.of(Scope(county="Buskerud"), today=TODAY) is None
