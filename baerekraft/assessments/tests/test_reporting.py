import json
import re

from django.utils import translation

from baerekraft.assessments import document as kept
from baerekraft.assessments import reporting, words
from baerekraft.assessments.reporting.parts import Gap, Row
from baerekraft.assessments.tests.factories import make_document
from baerekraft.assessments.tests.sletta import MAIN, full, html, make_report, sletta


def test_a_draft_says_so_and_a_final_has_version_date_and_checksum():
    draft, final = make_report(sletta()), make_report(sletta(), version=2, checksum="ab12")

    assert (draft.status, draft.is_final) == ("Draft", False)
    assert "may still change" in draft.notice
    assert (final.status, final.is_final) == ("Final report, version 2", True)
    assert final.notice == "Frozen on 23 November 2026. It does not change."
    assert "data-draft" in html(draft)
    assert "data-draft" not in html(final)
    assert "ab12" in html(final)


def test_siri_reads_half_a_page_that_begins_with_what_kari_wrote():
    half = make_report(sletta()).half_page

    assert half is not None
    assert half.summary == ("Boliger mot skog.",)
    assert [(told.number, told.label) for told in half.gains] == [("11", "Large"), ("8", "Medium")]
    assert [(told.number, told.label) for told in half.harms] == [("15", "Large"), ("8", "Small")]
    assert half.gains[0].reason == "Feltet gir 140 boliger."
    assert half.conflicts[0].startswith("11 Sustainable cities")
    assert half.advised == "Sentrum"
    assert 2 <= len(half.sentences) <= 4
    assert half.gaps == "3 things are not known or uncertain."


def test_the_strongest_come_first_and_never_more_than_four():
    fields = {f"{MAIN}/goals/{n}/effect": "negative" for n in range(1, 10)}
    sizes = {
        f"{MAIN}/goals/7/harm": "large",
        f"{MAIN}/goals/3/harm": "small",
        f"{MAIN}/goals/9/harm": "medium",
    }
    half = make_report(make_document({**fields, **sizes})).half_page

    assert half is not None
    assert [told.number for told in half.harms] == ["7", "9", "3", "1"]
    assert half.harms[-1].label == "Size not told"


def test_the_ready_paragraph_is_made_from_the_answers_only():
    paragraph = make_report(sletta()).paragraph

    assert paragraph.startswith("The case “Boligfelt på Sletta” (24/1187) has been looked at")
    assert "negative effect on goal 15 “Life on land” (large) and goal 8" in paragraph
    assert "Flytt feltet 60 m (responsible: Plan, deadline: 1 March 2027)" in paragraph
    assert "The effect on goal 14 “Life below water” is not known." in paragraph
    assert "The advice is: Sentrum. The reason: “Sentrum sparer skogen.”" in paragraph
    assert "does not replace a statutory impact assessment" in paragraph
    assert "Parken" not in paragraph
    assert "11.7" not in paragraph
    assert 80 <= len(paragraph.split()) <= 180


def test_the_ready_paragraph_leaves_out_what_there_is_no_room_for():
    paragraph = make_report(full()).paragraph

    assert len(paragraph.split()) <= 180
    assert paragraph.endswith("does not replace a statutory impact assessment.")


def test_the_alternatives_stand_side_by_side_with_the_zero_alternative_first():
    comparison = make_report(sletta()).comparison

    assert comparison is not None
    assert comparison.alternatives == ("The zero alternative", "Feltet", "Sentrum")
    assert [row.number for row in comparison.rows] == ["8", "11", "13", "14", "15"]
    cells = comparison.rows[1].cells
    assert [(cell.mark, cell.label) for cell in cells] == [
        ("−−", "Negative, medium"),
        ("+++", "Positive, large"),
        ("++", "Positive, medium"),
    ]
    assert comparison.rows[2].cells[2].mark == "(+)"
    assert comparison.rows[0].cells[0].label == "Not answered"


def test_one_alternative_alone_is_not_compared():
    assert make_report(make_document({f"{MAIN}/goals/1/effect": "positive"})).comparison is None


def test_a_row_tells_effect_size_certainty_time_place_and_who():
    main = make_report(sletta()).alternatives[1]
    rows = {row.number: row for row in main.rows}

    assert rows["15"].label == "Negative, large"
    assert rows["15"].gain == ""
    assert rows["15"].details == ("Certain", "In the long term", "Here in the municipality", "Turgåere")
    assert (rows["8"].mark, rows["8"].label) == ("++/−", "Both: positive medium, negative small")
    assert rows["14"].mark == "?"
    assert rows["14"].reason == ("Overvann er ikke utredet.",)
    assert main.not_affected == ("17 Partnerships for the goals",)
    assert "1 No poverty" in main.unanswered
    assert len(main.unanswered) == 12


def test_targets_stand_below_their_goal_in_the_extended_form_only():
    simple = sletta().model_copy(update={"form": "simple"})

    assert targets_of(make_report(sletta()), "11") == ["11.1", "11.3"]
    assert targets_of(make_report(simple), "11") == []


def targets_of(report: reporting.Shown, number: str) -> list[str]:
    row: Row = next(row for row in report.alternatives[1].rows if row.number == number)
    return [target.number for target in row.targets]


def test_a_target_of_a_set_that_nobody_knows_is_told_all_the_same():
    report = make_report(sletta())

    assert [(row.number, row.label) for row in report.alternatives[1].loose] == [
        ("asker 2.1", "Positive"),
        ("11.99", "Not affected"),
    ]
    assert "asker@2025, which is not known here" in report.method[-1]
    assert "asker 2.1" in html(report)


def test_what_is_not_known_is_listed_with_the_most_important_first():
    gaps: tuple[Gap, ...] = make_report(sletta()).gaps

    assert [gap.kind for gap in gaps[:4]] == ["effect", "triage", "certainty", "unanswered"]
    assert gaps[0].what == "14 Life below water: the effect is not known."
    assert gaps[0].reason == ("Overvann er ikke utredet.",)
    assert "Sámi" in gaps[1].what
    assert gaps[3].what == "12 of the 17 goals are not answered."


def test_a_confirmed_conflict_comes_before_an_open_one_and_a_rejected_one_keeps_its_reason():
    conflicts = make_report(sletta()).conflicts
    states = [one.state for one in conflicts]
    rejected = next(one for one in conflicts if one.id == "11.3-11.7")

    assert conflicts[0].id == "11-15"
    assert conflicts[0].comment == ("Skogen er nærtur.",)
    assert conflicts[0].measures == ("Flytt feltet 60 m (responsible: Plan, deadline: 1 March 2027)",)
    assert states == sorted(states, key=["confirmed", "", "rejected"].index)
    assert rejected.comment == ("Parken står.",)
    assert rejected.source is not None
    assert rejected.source.url.startswith("https://")
    assert states.count("") <= 5


def test_a_measure_tells_which_conflict_it_eases_and_what_became_of_it():
    measures = {"m1": sletta().measures["m1"].model_copy(update={"outcome": kept.Outcome.DONE})}
    [measure] = make_report(sletta().model_copy(update={"measures": measures})).measures

    assert measure.about.startswith("11 Sustainable cities")
    assert (measure.due, measure.owner, measure.outcome) == ("1 March 2027", "Plan", "Done")


def test_effects_and_weighing_are_told_apart_and_nothing_is_added_up():
    report = make_report(sletta())

    assert report.weighing is not None
    assert report.weighing.choice == "Sentrum"
    assert not {"score", "total", "sum"} & set(re.findall(r'"(\w+)":', report.model_dump_json()))
    assert any("no total score" in text for text in report.method)
    assert any("does not replace a statutory impact assessment" in text for text in report.method)


def test_goals_judged_in_a_case_that_needs_no_more_are_not_lost():
    fields = {"triage/needed": "no", f"{MAIN}/goals/13/effect": "negative"}

    assert [row.number for row in make_report(make_document(fields)).alternatives[0].rows] == ["13"]


def test_a_report_survives_its_way_through_json():
    report = make_report(sletta(), version=1)

    assert reporting.Shown.model_validate(json.loads(report.model_dump_json())) == report


def test_eight_full_alternatives_are_all_told():
    report = make_report(full())

    assert report.comparison is not None
    assert len(report.comparison.alternatives) == 8
    assert [len(one.rows) for one in report.alternatives] == [17] * 8
    assert report.alternatives[0].is_zero
    assert report.alternatives[1].is_main
    assert len(report.gaps) == 8 * 17


def test_it_speaks_the_language_it_is_asked_for_whatever_the_page_speaks():
    with translation.override("en"):
        norwegian = make_report(sletta(), language="nb")

    assert "15 Livet på land" in [f"{row.number} {row.name}" for row in norwegian.alternatives[1].rows]
    assert norwegian.decided == "15. desember 2026"
    assert make_report(sletta()).decided == "15 December 2026"


def test_every_choice_of_the_document_has_a_label():
    for name, choices in words.CHOICES.items():
        members = kept.Effect if name == "Effect" else getattr(kept, name)
        assert [value for value, _label in choices] == [str(member) for member in members]
        assert all(words.label(member) for member in members)
    assert words.label("") == ""


def test_a_conflict_names_its_goals_for_those_who_do_not_know_the_numbers():
    rejected = next(one for one in make_report(sletta()).conflicts if one.id == "11.3-11.7")

    assert "11.3 Sustainable cities and communities against 11.7 Sustainable" in rejected.title


def test_a_long_first_sentence_is_shortened_on_the_half_page():
    fields = {f"{MAIN}/goals/1/effect": "positive", f"{MAIN}/goals/1/reason": "Ordet " * 90 + ". Og mer."}
    half = make_report(make_document(fields)).half_page

    assert half is not None
    assert half.gains[0].reason == "Ordet " * 25 + "…"
