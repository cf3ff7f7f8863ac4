from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings

from baerekraft.assessments import hints, ladder
from baerekraft.assessments.tests.factories import goals, known_sets, make_document, make_fields, targets
from baerekraft.assessments.tests.test_conflicts import documents

KNOWN = known_sets()
TODAY = date(2026, 11, 23)
STATUTORY = {
    f"triage/{question}": "no" for question in ("impact_assessment", "sami", "children", "universal_design")
}


def careful():
    """A check where nothing is left to hint at."""
    return make_fields(
        goals(dict.fromkeys(range(1, 18), "none"), reason="Spurt fagfolk"),
        goals({11: "positive"}, gain="medium", certainty="likely", place="both", reason="Kortere vei"),
        goals({15: "negative"}, harm="medium", certainty="likely", place="here", reason="Et jorde går"),
        STATUTORY,
        {
            "alternatives/zero/goals/15/effect": "none",
            "conflicts/11.3-15.5/state": "confirmed",
            "measures/a1/text": "Kartlegg naturen",
            "measures/a1/owner": "Siri",
            "measures/a1/due_on": "2027-03-01",
            "measures/a1/about": "11.3-15.5",
            "case/title": "Fortetting ved stasjonen",
            "case/description": "Tolv mål ved stasjonen bygges ut med 300 boliger, butikk og barnehage. " * 2,
            "case/participants": "Kari, Ola og Siri",
            "case/decided_on": "2027-02-01",
            "weighing/summary": "Vi anbefaler planen med mer grønt.",
            "follow_up/on": "2028-02-01",
        },
    )


def told(change=None, comments=0, *, drop=()):
    """The hints by key when Kari's careful check is changed."""
    kept = {path: value for path, value in careful().items() if not path.startswith(tuple(drop))}
    document = make_document(kept, change or {})
    with translation.override("en"):
        return {hint.key: hint for hint in hints.hints(document, KNOWN, comments, today=TODAY)}


def test_a_careful_check_gets_no_hints():
    assert told() == {}


@pytest.mark.parametrize(
    ("key", "step", "drop", "change", "says"),
    [
        ("statutory", "triage", (), {"triage/sami": "yes"}, "Sámi"),
        ("statutory-unanswered", "triage", ("triage/children",), {}, "the interests of children"),
        ("statutory-unanswered", "triage", (), {"triage/impact_assessment": "unknown"}, "impact assessment"),
        ("unanswered", "goals", ("alternatives/main/goals/9/",), {}, "9 Industry"),
        ("unmeasured", "measures", ("measures",), {}, "Denser building"),
        ("large-harm", "measures", (), goals({7: "negative"}, harm="large", reason="Mer strøm"), "7 Aff"),
        ("all-positive", "goals", (), goals({15: "positive", 16: "positive"}, reason="Bra"), "loses"),
        ("environment", "goals", (), goals(dict.fromkeys((6, 13, 14, 15), "none"), reason=""), "13 Climate"),
        ("conflicts", "conflicts", ("conflicts", "measures"), {}, "11.3 against 15.5"),
        ("reasons", "goals", ("alternatives/main/goals/11/reason",), {}, "11 Sustainable"),
        ("summary", "report", ("weighing",), {}, "Half a page"),
        ("overdue", "measures", (), {"measures/a1/due_on": "2026-11-22"}, "Kartlegg naturen"),
        ("owners", "measures", ("measures/a1/owner",), {}, "Kartlegg naturen"),
        ("owners", "measures", ("measures/a1/due_on",), {}, "Kartlegg naturen"),
        ("unsure", "goals", (), goals({11: "positive"}, gain="large", certainty="unsure"), "11 Sust"),
        ("zero", "measures", ("alternatives/zero",), {}, "nothing is done"),
        ("decision", "case", (), {"case/decided_on": "2026-11-22"}, "has passed"),
        ("decision", "case", (), {"case/decided_on": "2026-11-30"}, "in good time"),
        ("participants", "case", ("case/participants",), {}, "eyes"),
        ("elsewhere", "goals", (), {"alternatives/main/goals/11/place": "here"}, "world"),
        ("description", "case", (), {"case/description": "Vi bygger."}, "few words"),
        ("follow-up", "follow-up", ("follow_up",), {}, "date"),
    ],
)
def test_each_hint_is_given_where_it_is_due_and_alone(key, step, drop, change, says):
    some = told(change, drop=drop)

    assert some.keys() - {"conflicts", "unmeasured"} == {key} - {"conflicts", "unmeasured"}
    assert key in some
    assert some[key].step == step
    assert says in some[key].text


def test_many_goals_that_are_not_affected_without_a_reason():
    some = told(goals(dict.fromkeys(range(1, 11), "none"), reason=""))

    assert "10 goals as not affected" in some["few-affected"].text


def test_open_comments_come_first_and_lead_to_the_comments():
    some = told({"case/description": ""}, comments=2)

    assert next(iter(some)) == "comments"
    assert (some["comments"].step, some["comments"].slug) == ("comments", "")
    assert some["comments"].text == "2 comments wait for an answer."


def test_a_measure_that_is_done_is_not_overdue():
    assert "overdue" not in told({"measures/a1/due_on": "2026-01-01", "measures/a1/outcome": "done"})


def test_a_measure_for_the_case_as_a_whole_may_ease_a_large_harm():
    harm = goals({7: "negative"}, harm="large", reason="Mer strøm")
    measure = {
        "measures/b2/text": "Solceller",
        "measures/b2/owner": "Ola",
        "measures/b2/due_on": "2027-01-01",
    }

    assert "large-harm" not in told({**harm, **measure})


def test_what_a_target_says_counts_for_its_goal():
    """The form asks for targets where a goal is marked, so the reason may stand there."""
    some = told(
        targets({"11.3": "positive"}, reason="Kortere vei"), drop=("alternatives/main/goals/11/reason",)
    )

    assert "reasons" not in some


def test_goals_without_a_reason_are_named_and_the_rest_counted():
    some = told(goals(dict.fromkeys((1, 2, 3, 4, 5, 7), "positive"), reason=""))

    assert some["reasons"].text.startswith(
        "Effects on 6 goals have no reason yet: 1 No poverty, 2 Zero hunger, "
    )
    assert "and 3 more" in some["reasons"].text


def test_a_case_that_needs_no_check_is_asked_only_why():
    document = make_document({"triage/needed": "no", "case/description": "Vi bytter en dør."})
    with translation.override("en"):
        some = {hint.key for hint in hints.hints(document, KNOWN, today=TODAY)}

    assert some == {"why-not", "statutory-unanswered", "participants", "description"}


def test_an_empty_check_gets_a_handful_and_every_hint_leads_to_a_step():
    some = hints.hints(make_document(), KNOWN, 1, today=TODAY)

    assert 0 < len(some) <= hints.MOST
    assert [hint.slug for hint in some if hint.step != "comments" and ladder.get(hint.slug) is None] == []
    assert all(
        step == "comments" or ladder.get(hints.Hint(key, step, "").slug)
        for key, step, _ask in hints.BY_WEIGHT
    )


@settings(max_examples=40, deadline=None)
@given(documents)
def test_whatever_has_been_filled_in_there_are_few_hints_and_all_in_words(document):
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            some = hints.hints(document, KNOWN)
            assert len(some) <= hints.MOST
            assert len({hint.key for hint in some}) == len(some)
            assert all(hint.text and "%(" not in hint.text for hint in some)
