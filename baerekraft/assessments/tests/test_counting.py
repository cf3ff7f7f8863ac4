"""What checks add to a municipality's figures, and that the figures stay when a check goes."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from baerekraft.assessments import counting, finalising, starting
from baerekraft.assessments.models import Assessment, Link
from baerekraft.assessments.paper import printing
from baerekraft.assessments.tests import reports
from baerekraft.assessments.tests.factories import make_assessment, make_document, save
from baerekraft.municipalities import succeeding
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.records import totals
from baerekraft.records.models import Total

pytestmark = pytest.mark.django_db

MONDAY = timezone.make_aware(datetime(2026, 11, 2, 12))
DAY = timedelta(days=1)
BOTH_GOALS = {
    "conflicts/11-15/state": "confirmed",
    "conflicts/own-a1/state": "confirmed",
    "conflicts/own-a1/gains": "15",
    "conflicts/own-a1/harmed": "13",
}


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch) -> None:
    """What the PDF looks like has tests of its own."""
    monkeypatch.setattr(printing, "pdf", lambda shown: b"%PDF-1.7")


def counted(*, erased: bool = False) -> dict[tuple[str, str], int]:
    """By municipality and what, over all days."""
    rows = Total.objects.filter(erased=erased).exclude(count=0)
    names = dict(Municipality.objects.values_list("pk", "name"))
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows:
        sums[names[row.municipality], row.what] += row.count
    return dict(sums)


def begun_in(municipality: str, **more: str) -> Assessment:
    return make_assessment(reports.full(more), case__municipality=municipality, at=MONDAY)


def finish(assessment: Assessment, *, at: datetime = MONDAY + DAY) -> None:
    finalising.finish(assessment, by="Kari", at=at)


def test_a_check_without_a_municipality_counts_nowhere():
    finish(make_assessment(reports.full(), at=MONDAY))

    assert counted() == {}


def test_a_check_counts_from_the_day_it_was_begun_once_it_says_where():
    assessment = make_assessment(case__title="Ny skole", at=MONDAY)
    save(assessment, {"case/municipality": "baerum"}, at=MONDAY + DAY)
    save(assessment, {"case/title": "Ny skole på Fornebu"}, at=MONDAY + DAY)

    [row] = Total.objects.all()

    assert (row.what, row.count, row.day) == ("check-started", 1, MONDAY.date())
    assert row.municipality == Municipality.objects.get(slug="baerum").pk


def test_a_check_that_turns_out_to_be_halden_s_moves_there():
    assessment = begun_in("baerum")
    save(assessment, {"case/municipality": "halden"})
    assert counted() == {("Halden", "check-started"): 1}

    save(assessment, {"case/municipality": ""})
    assert counted() == {}


def test_a_final_report_counts_with_the_goals_that_pull_apart():
    finish(begun_in("baerum", **BOTH_GOALS))

    assert counted() == {
        ("Bærum", "check-started"): 1,
        ("Bærum", "check-final"): 1,
        ("Bærum", "conflict:11-15"): 1,
        ("Bærum", "conflict:13-15"): 1,
    }


def test_a_pair_of_goals_counts_once_a_check_however_many_reasons_it_has():
    confirmed = {"11-15": "confirmed", "11.3-15.5": "confirmed", "15-11": "confirmed", "13-14": "rejected"}
    document = make_document({f"conflicts/{id}/state": state for id, state in confirmed.items()})

    content = {id: said.model_dump(mode="json") for id, said in document.conflicts.items()}

    assert counting.confirmed(content) == {"11-15"}


def test_harm_that_brings_more_harm_and_an_own_conflict_without_goals_are_no_pair():
    assert counting.confirmed({"11.3-13.2": {"state": "confirmed"}}) == set()
    assert counting.confirmed({"own-a1": {"state": "confirmed", "gains": "11"}}) == set()


def test_a_new_version_counts_its_own_conflicts_and_the_check_is_final_once():
    assessment = begun_in("baerum", **BOTH_GOALS)
    finish(assessment)
    finalising.reopen(assessment, at=MONDAY + 2 * DAY)
    save(assessment, {"conflicts/11-15/state": "rejected", "case/municipality": "halden"})
    finish(Assessment.objects.get(pk=assessment.pk), at=MONDAY + 3 * DAY)

    assert counted() == {
        ("Halden", "check-started"): 1,
        ("Halden", "check-final"): 1,
        ("Halden", "conflict:13-15"): 1,
    }
    assert Total.objects.get(what="check-final").day == (MONDAY + DAY).date()
    assert Total.objects.get(what="conflict:13-15").day == (MONDAY + 3 * DAY).date()


def test_pressing_twice_counts_once():
    assessment = begun_in("baerum", **BOTH_GOALS)
    finish(assessment)
    before = counted()
    finish(assessment)

    assert counted() == before


@pytest.mark.parametrize("reason", [Link.End.DELETED, Link.End.EXPIRED])
def test_the_figures_stay_when_the_check_is_deleted(reason):
    gone, stays = begun_in("baerum", **BOTH_GOALS), begun_in("halden")
    finish(gone)
    before = counted()

    starting.delete(Assessment.objects.get(pk=gone.pk), reason=reason, at=MONDAY + DAY)
    totals.rebuild()

    assert counted() == {("Halden", "check-started"): 1}
    assert counted(erased=True) == {key: count for key, count in before.items() if key[0] == "Bærum"}
    assert Assessment.objects.get() == stays


def test_a_check_follows_its_municipality_into_another():
    baerum, asker = (Municipality.objects.get(slug=slug) for slug in ("baerum", "asker"))
    kind = Succession.Kind.MERGER
    Succession.objects.create(predecessor=baerum, successor=asker, kind=kind, on=MONDAY.date())
    final, draft = begun_in("baerum", **BOTH_GOALS), begun_in("baerum")
    finish(final)

    succeeding.apply(at=MONDAY + DAY)
    save(draft, {"case/title": "Ny skole på Fornebu"})
    before = counted()
    totals.rebuild()

    assert counted() == before
    assert before["Asker", "check-started"] == 2
    assert {name for name, _what in before} == {"Asker"}


def test_rebuilding_gives_the_same():
    for municipality in ("baerum", "halden", "baerum"):
        finish(begun_in(municipality, **BOTH_GOALS))
    begun_in("asker")
    before = list(Total.objects.order_by("pk").values_list("municipality", "what", "day", "count", "score"))

    totals.rebuild()

    after = Total.objects.values_list("municipality", "what", "day", "count", "score")
    assert sorted(after) == sorted(before)
    assert before
