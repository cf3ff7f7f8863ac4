"""What a municipality's assessments say together."""

import pytest

from baerekraft.assessments import figures
from baerekraft.assessments.figures import Overview
from baerekraft.assessments.tests.factories import goals, make_assessment, save
from baerekraft.assessments.tests.finals import make_final
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

MEASURES = {"measures/a1/text": "La eika stå", "measures/a2/text": "Flere sykkelplasser"}


@pytest.fixture
def asker() -> Municipality:
    return Municipality.objects.get(slug="asker")


def make_finished(*some: dict[str, str], municipality: str = "asker", kind: str = "plan") -> None:
    made = make_assessment(*some, case__municipality=municipality, case__kind=kind)
    make_final(made)


def test_a_municipality_without_assessments_has_nothing_to_show(asker):
    found = figures.of_municipality(asker)

    assert found == Overview(drafts=0, finals=0, kinds={}, harmed={}, outcomes={})
    assert not found.shareable


def test_final_ones_are_counted_by_kind_and_a_draft_says_only_that_it_is_there(asker):
    make_finished(kind="plan")
    make_finished(kind="plan")
    make_finished(kind="event")
    make_assessment(goals({15: "negative"}), case__municipality="asker", case__kind="task")

    found = figures.of_municipality(asker)

    assert (found.drafts, found.finals) == (1, 3)
    assert list(found.kinds.items()) == [("plan", 2), ("event", 1)]
    assert found.harmed == {}


def test_the_goals_that_are_most_often_harmed_come_first(asker):
    make_finished(goals({15: "negative", 11: "positive", 3: "both"}))
    make_finished(goals({15: "both", 13: "negative", 16: "unknown", 17: "none"}))

    assert list(figures.of_municipality(asker).harmed.items()) == [(15, 2), (3, 1), (13, 1)]


def test_what_the_other_alternatives_do_is_not_counted(asker):
    make_finished({"alternatives/zero/goals/13/effect": "negative"})

    assert figures.of_municipality(asker).harmed == {}


def test_what_became_of_the_measures_and_those_nobody_has_told_about(asker):
    make_finished(MEASURES, {"measures/a1/outcome": "done"})
    make_finished(MEASURES, {"measures/a1/outcome": "done", "measures/a2/outcome": "dropped"})

    assert figures.of_municipality(asker).outcomes == {"done": 2, "": 1, "dropped": 1}


def test_what_is_told_after_the_report_is_final_counts(asker):
    assessment = make_assessment(MEASURES, case__municipality="asker")
    make_final(assessment)

    save(assessment, {"measures/a1/outcome": "under-way"})

    assert figures.of_municipality(asker).outcomes == {"": 1, "under-way": 1}


def test_another_municipalitys_are_not_counted(asker):
    make_finished(municipality="baerum")

    assert figures.of_municipality(asker).finals == 0


@pytest.mark.parametrize(("number", "shareable"), [(4, False), (5, True)])
def test_few_are_not_shown_to_everybody(asker, number, shareable):
    for _ in range(number):
        make_finished()

    assert figures.of_municipality(asker).shareable is shareable
