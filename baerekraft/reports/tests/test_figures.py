"""What Siri in Bærum, Tor in Hol and Anne of the county see of what people have really done."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from baerekraft.catalog import shelf
from baerekraft.learners import erasure
from baerekraft.reports import figures, mornings
from baerekraft.reports.scopes import Scope
from baerekraft.reports.tests.factories import EARLIER, TODAY, answer, make_crowd, scope

pytestmark = pytest.mark.django_db


def numbers(report):
    return [(table.key, row.key, row.cells) for table in report.tables for row in table.rows]


def bærum(**kwargs):
    return figures.of(scope("Bærum", **kwargs), today=TODAY)


def test_siri_sees_how_many_have_begun_in_steps_of_five():
    make_crowd(7, answers=1)

    report = bærum()

    assert report.place == "Bærum"
    assert report.kind == "municipality"
    assert report.table("parts").cell("del-1", "begun") == 5
    assert report.table("parts").cell("del-1", "completed") is None
    assert report.table("people").cell("started", "count") == 5
    assert report.table("lessons").column("started")[:2] == (5, None)


def test_four_people_look_like_nobody():
    before = numbers(bærum())
    make_crowd(4, unit="Skui skole", role="leader")

    after = [row for row in numbers(bærum()) if row[0] not in ("units", "weeks")]
    assert after == [row for row in before if row[0] not in ("units", "weeks")]
    assert all(cell is None for _table, _row, cells in numbers(bærum()) for cell in cells)


def test_what_happens_today_is_not_told_until_tomorrow():
    make_crowd(5, at=EARLIER + timedelta(days=5))

    assert bærum().table("parts").cell("del-1", "begun") is None
    tomorrow = figures.of(scope("Bærum"), today=TODAY + timedelta(days=1))
    assert tomorrow.table("parts").cell("del-1", "begun") == 5


def test_figures_stay_when_kari_leaves():
    people = make_crowd(5)
    before = bærum()
    erasure.erase(people[0])

    assert bærum() == before


def test_the_way_through_a_part_falls_from_step_to_step():
    make_crowd(6, lessons=len(shelf.now().part("del-1").lessons))
    make_crowd(10, lessons=1)
    make_crowd(5, answers=1)

    counts = [row.cells[0] for row in bærum().table("funnel-del-1").rows]

    assert counts == [20, 15, *[5] * (len(counts) - 2)]


def test_a_group_is_never_told_by_its_total():
    """Nine leaders and four employees are thirteen: «10» and «5» would tell of the four."""
    make_crowd(9, role="leader", unit="Skui skole", answers=1)
    make_crowd(4, role="employee", answers=1)

    report = bærum()
    assert report.table("parts").cell("del-1", "begun") == 5
    assert report.table("units").rows[0].cells[0] == 5
    assert report.table("roles").cell("leader", "begun:del-1") == 5
    assert report.table("roles").cell("employee", "begun:del-1") is None
    assert report.table("lessons").column("started")[0] == 5
    assert report.table("weeks").column("begun:del-1") == (5,)


def test_closed_units_are_told_together():
    make_crowd(6, unit="Skui skole", answers=1)
    make_crowd(7, unit="Evje skole", answers=1)
    make_crowd(5, unit="Rud skole", answers=1)
    scope("Bærum").municipality.units.exclude(name="Rud skole").update(closed_at=timezone.now())

    with translation.override("en"):
        rows = bærum().table("units").rows

    assert [(row.label, row.cells[0]) for row in rows] == [("Rud skole", 5), ("Closed units", 10)]


def test_closing_one_unit_after_the_other_tells_of_nobody():
    make_crowd(9, unit="Skui skole", answers=1)
    make_crowd(1, unit="Evje skole", answers=1)
    units = scope("Bærum").municipality.units
    units.filter(name="Skui skole").update(closed_at=timezone.now())
    one = bærum()
    units.update(closed_at=timezone.now())
    both = bærum()

    assert (
        both.table("units").cell("closed", "begun:del-1")
        == one.table("units").cell("closed", "begun:del-1")
        == 5
    )
    assert both.table("people").rows == one.table("people").rows


def test_a_unit_sees_its_own_and_neither_roles_nor_weeks():
    make_crowd(5, unit="Skui skole", role="leader")
    make_crowd(10, unit="Rud skole")

    report = bærum(unit="Skui skole")

    assert report.place == "Skui skole, Bærum"
    assert report.table("parts").cell("del-1", "begun") == 5
    assert report.table("lessons").column("completed")[0] == 5
    assert {table.key.split("-")[0] for table in report.tables} == {"people", "funnel", "parts", "lessons"}


def test_week_by_week_it_only_grows():
    make_crowd(5, answers=1, at=EARLIER - timedelta(days=21))
    make_crowd(6, answers=1)

    weeks = bærum().table("weeks")

    assert [row.key for row in weeks.rows] == ["2026-W43", "2026-W44", "2026-W45", "2026-W46"]
    assert weeks.column("begun:del-1") == (5, 5, 5, 10)
    assert weeks.column("active") == (5, None, None, 5)
    assert bærum().table("people").cell("active", "count") == 5


def test_time_is_told_as_shares_and_only_from_twenty():
    make_crowd(19)
    assert bærum().table("time").is_empty
    make_crowd(1)

    shares = bærum().table("time").rows[0].cells

    assert sum(share or 0 for share in shares[:-1]) == 100
    assert shares[-1] in (3, 5, 10, 20)


def test_tor_in_hol_sees_nothing_of_bærum():
    before = figures.of(scope("Hol"), today=TODAY)
    make_crowd(8, "Bærum", role="leader", unit="Skui skole")

    after = figures.of(scope("Hol"), today=TODAY)
    assert [row for row in numbers(after) if row[0] != "polls"] == [
        row for row in numbers(before) if row[0] != "polls"
    ]


def test_anne_sees_her_county_and_each_municipality_in_it():
    make_crowd(11, "Hol", answers=1)
    make_crowd(7, "Drammen", answers=1)
    make_crowd(9, "Bærum", answers=1)  # in another county

    report = figures.of(Scope(county="Buskerud"), today=TODAY)

    table = report.table("municipalities")
    assert report.place == "Buskerud"
    assert report.table("parts").cell("del-1", "begun") == 15
    assert table.cell("hol", "begun:del-1") == 10
    assert table.cell("hol", "begun:del-1-per-1000") == round(10_000 / scope("Hol").municipality.population)
    assert table.cell("drammen", "begun:del-1") == 5
    assert table.row("baerum") is None
    assert report.table("units") is None
    assert report.table("weeks").column("begun:del-1")[-1] == 15


def test_everyone_is_all_counties_and_those_who_have_told_no_municipality():
    make_crowd(5, "Hol", answers=1)
    make_crowd(5, "Bærum", answers=1)
    make_crowd(6, "", answers=1)

    assert figures.of(Scope(), today=TODAY).table("parts").cell("del-1", "begun") == 15


def test_a_pledge_made_is_told_of_its_lesson_and_of_all():
    entry = next(
        entry for entry in shelf.now().lessons for one in entry.document.exercises if one.kind == "pledge"
    )
    for learner in make_crowd(6, lessons=0):
        answer(learner, entry, 100, EARLIER)

    pledges = bærum().table("pledges")

    assert pledges.cell("all", "pledged") == 5
    assert pledges.cell(entry.key, "pledged") == 5
    assert pledges.cell("all", "kept") is None


def test_labels_are_in_the_language_being_spoken():
    with translation.override("en"):
        english = bærum()
    with translation.override("nb"):
        norwegian = bærum()

    assert english.table("lessons").title == "Lessons"
    assert numbers(english) == numbers(norwegian)


@pytest.mark.parametrize("wanted", ["Bærum", "Buskerud", ""])
def test_a_report_asks_few_questions(wanted, django_assert_max_num_queries):
    make_crowd(5, unit="Skui skole", role="leader")
    which = scope("Bærum") if wanted == "Bærum" else Scope(county=wanted)
    shelf.spoken()

    with django_assert_max_num_queries(12):
        figures.of(which, today=TODAY)

    mornings.prepare(today=TODAY)
    with django_assert_max_num_queries(5):
        figures.of(which, today=TODAY)
