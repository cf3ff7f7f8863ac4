"""Figures are counted once a night, and what is kept is no more than may be shown."""

from datetime import timedelta

import pytest

from baerekraft.reports import figures, mornings
from baerekraft.reports.models import Morning
from baerekraft.reports.scopes import Scope
from baerekraft.reports.tests.factories import TODAY, make_crowd, scope

pytestmark = pytest.mark.django_db


def all_of_them():
    wanted = [scope("Bærum"), scope("Bærum", unit="Skui skole"), Scope(county="Akershus"), Scope()]
    return [figures.of(one, today=TODAY) for one in wanted]


@pytest.fixture
def crowds():
    make_crowd(11, unit="Skui skole", role="leader")
    make_crowd(4, unit="Rud skole", role="employee", answers=1)
    make_crowd(7, "Asker", answers=1)
    make_crowd(6, "", answers=1)


def test_what_is_kept_is_what_would_have_been_counted(crowds):
    before = all_of_them()
    made = mornings.prepare(today=TODAY)

    assert made == Morning.objects.count() > 51
    assert all_of_them() == before


def test_nothing_is_kept_that_may_not_be_shown(crowds):
    mornings.prepare(today=TODAY)

    for row in Morning.objects.all():
        counts = [cell[-1] for cell in row.numbers["cells"]]
        counts += [count for week in row.numbers["weeks"].values() for _what, count in week]
        assert all(count > 0 and count % 5 == 0 for count in counts)


def test_it_can_be_counted_again_the_same_morning(crowds):
    mornings.prepare(today=TODAY)
    make_crowd(5, answers=1)
    before = figures.of(scope("Bærum"), today=TODAY).table("parts").cell("del-1", "begun")
    mornings.prepare(today=TODAY)

    assert (before, figures.of(scope("Bærum"), today=TODAY).table("parts").cell("del-1", "begun")) == (10, 20)


def test_until_the_night_is_done_yesterdays_is_shown_and_says_so(crowds):
    mornings.prepare(today=TODAY)
    tomorrow = TODAY + timedelta(days=1)

    assert figures.of(scope("Bærum"), today=tomorrow).as_of == TODAY
    assert figures.of(scope("Bærum"), today=TODAY + timedelta(days=3)).as_of == TODAY + timedelta(days=3)


def test_old_mornings_are_not_kept(crowds):
    mornings.prepare(today=TODAY)
    mornings.prepare(today=TODAY + timedelta(days=3))

    assert set(Morning.objects.values_list("as_of", flat=True)) == {TODAY + timedelta(days=3)}
    mornings.forget()
    assert not Morning.objects.exists()
