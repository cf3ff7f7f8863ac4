from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.assessments import fields, saving
from baerekraft.assessments.fields import NoSuchField
from baerekraft.assessments.models import Assessment, Clash, Report
from baerekraft.assessments.saving import Frozen, TooMuch
from baerekraft.assessments.tests.factories import GOAL, goals, make_assessment, save

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATHS = ["case/title", "case/description", "weighing/summary"]
TEXTS = ["", "Parken", "Torget", "Elva"]


def fresh(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def clashes(assessment):
    return [(clash.path, clash.value, clash.by) for clash in assessment.clashes.filter(settled_at=None)]


def finalise(assessment):
    """Freeze it as `reporting` does, without making the PDF."""
    report = Report.objects.create(
        assessment=assessment,
        number=1,
        language="nb",
        made_at=NOW,
        content={},
        shown={},
        pdf=b"",
        checksum="",
    )
    Assessment.objects.filter(pk=assessment.pk).update(final=report)


def test_kari_saves_and_it_stands():
    assessment = make_assessment(case__title="Fortetting")

    saved = save(assessment, {"case/title": " Fortetting ved\nstasjonen ", "follow_up/on": "01.02.2028"})

    held = fresh(assessment)
    assert saved.changed == {"case/title": "Fortetting ved stasjonen", "follow_up/on": "2028-02-01"}
    assert held.document.case.title == held.title == "Fortetting ved stasjonen"
    assert held.follow_up_on == date(2028, 2, 1)
    assert held.revision == 2


def test_kari_and_ola_write_in_different_fields():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/unit": "Plan"}, base=1, by="Ola")

    saved = save(assessment, {"case/number": "26/17"}, base=1)

    assert fresh(assessment).fields == {
        "case/title": "Fortetting",
        "case/unit": "Plan",
        "case/number": "26/17",
    }
    assert saved.others == {"case/unit": "Plan"}
    assert clashes(assessment) == []


def test_kari_and_ola_write_in_the_same_field_and_both_see_it():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas"}, base=1, by="Ola")

    saved = save(assessment, {"case/title": "Karis"}, base=1)

    assert fresh(assessment).title == "Olas"
    assert (saved.changed, saved.clashes, saved.others) == (
        {},
        {"case/title": "Karis"},
        {"case/title": "Olas"},
    )
    assert clashes(assessment) == [("case/title", "Karis", "Kari")]


def test_a_base_can_be_told_path_by_path():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas", "case/unit": "Plan"}, base=1, by="Ola")

    save(assessment, {"case/title": "Karis", "case/unit": "Bygg"}, base={"case/title": 1, "case/unit": 2})

    assert fresh(assessment).fields == {"case/title": "Olas", "case/unit": "Bygg"}
    assert clashes(assessment) == [("case/title", "Karis", "Kari")]


def test_words_that_were_set_aside_can_be_let_in():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas"}, base=1, by="Ola")
    save(assessment, {"case/title": "Karis"}, base=1)
    clash = Clash.objects.get(assessment=assessment)

    saving.settle(clash, keep=True, by="Siri", at=NOW)

    assert fresh(assessment).title == "Karis"
    assert clashes(assessment) == []


def test_words_that_were_set_aside_can_be_let_go():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas"}, base=1, by="Ola")
    save(assessment, {"case/title": "Karis"}, base=1)

    saving.settle(Clash.objects.get(assessment=assessment), keep=False, by="Siri", at=NOW)

    assert fresh(assessment).title == "Olas"
    assert clashes(assessment) == []


def test_sent_twice_it_changes_nothing():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas"}, base=1, by="Ola")
    sent = {"case/title": "Karis", "case/unit": "Plan"}
    save(assessment, sent, base=1)
    before = fresh(assessment)

    again = save(assessment, sent, base=1)

    after = fresh(assessment)
    assert (after.fields, after.revision, after.changed_at) == (
        before.fields,
        before.revision,
        before.changed_at,
    )
    assert again.changed == {}
    assert clashes(assessment) == [("case/title", "Karis", "Kari")]


def test_undone_it_is_as_before():
    assessment = make_assessment(case__title="Fortetting", case__unit="Plan")
    save(assessment, {"case/title": "Noe annet", "case/unit": "", "case/number": "26/17"})

    saving.undo(assessment, 2, by="Kari", at=NOW)

    assert fresh(assessment).fields == {"case/title": "Fortetting", "case/unit": "Plan"}
    assert fresh(assessment).revision == 3
    saving.undo(assessment, 3, by="Kari", at=NOW)
    assert fresh(assessment).fields == {"case/title": "Noe annet", "case/number": "26/17"}


def test_what_ola_has_written_since_is_not_undone_silently():
    assessment = make_assessment(case__title="Fortetting", case__unit="Plan")
    save(assessment, {"case/title": "Karis", "case/unit": "Bygg"})
    save(assessment, {"case/title": "Olas"}, by="Ola")

    undone = saving.undo(assessment, 2, by="Kari", at=NOW)

    assert fresh(assessment).fields == {"case/title": "Olas", "case/unit": "Plan"}
    assert undone.clashes == {"case/title": "Fortetting"}


def test_a_final_one_cannot_be_changed():
    assessment = make_assessment(case__title="Fortetting")
    finalise(assessment)

    with pytest.raises(Frozen):
        save(assessment, {"case/title": "Noe annet"})
    with pytest.raises(Frozen):
        save(assessment, {"measures/a1/outcome": "done", "case/title": "Noe annet"})

    assert fresh(assessment).fields == {"case/title": "Fortetting"}


def test_a_final_one_takes_what_stands_there_already_and_what_became_of_it():
    assessment = make_assessment(case__title="Fortetting", measures__a1__text="Kartlegg")
    finalise(assessment)

    save(assessment, {"case/title": "Fortetting", "measures/a1/outcome": "done", "follow_up/note": "Gjort"})

    assert fresh(assessment).document.measures["a1"].outcome == "done"


def test_words_set_aside_before_it_was_final_do_not_slip_in_after():
    assessment = make_assessment(case__title="Fortetting")
    save(assessment, {"case/title": "Olas"}, base=1, by="Ola")
    save(assessment, {"case/title": "Karis"}, base=1)
    finalise(assessment)

    with pytest.raises(Frozen):
        saving.settle(Clash.objects.get(assessment=assessment), keep=True, by="Kari", at=NOW)

    assert clashes(assessment) == [("case/title", "Karis", "Kari")]


def test_200_kb_in_one_field_is_refused_and_the_others_are_saved():
    assessment = make_assessment(case__description="Kort")

    saved = save(assessment, {"case/description": "Ord " * 50_000, "case/title": "Fortetting"})

    assert saved.errors.keys() == {"case/description"}
    assert fresh(assessment).fields == {"case/description": "Kort", "case/title": "Fortetting"}


def test_more_than_an_assessment_can_hold_is_refused_and_all_stands_as_it_did():
    assessment = make_assessment(case__title="Fortetting")
    long = {
        f"alternatives/{alternative}/goals/{number}/reason": "x" * 10_000
        for alternative in ("main", "zero", "c")
        for number in range(1, 18)
    }

    with pytest.raises(TooMuch):
        save(assessment, {**long, "case/title": "Ny"})

    assert fresh(assessment).fields == {"case/title": "Fortetting"}
    assert fresh(assessment).revision == 1


@pytest.mark.parametrize(
    "many",
    [
        {f"alternatives/a{number}/name": "Alternativ" for number in range(9)},
        {f"measures/a{number}/text": "Tiltak" for number in range(101)},
        {f"conflicts/own-a{number}/title": "Konflikt" for number in range(201)},
    ],
    ids=["alternatives", "measures", "conflicts"],
)
def test_more_rows_than_anybody_needs_are_refused(many):
    assessment = make_assessment()

    with pytest.raises(TooMuch):
        save(assessment, many)

    assert fresh(assessment).fields == {}


def test_pasted_word_html_is_saved_as_plain_text():
    assessment = make_assessment()

    save(assessment, {f"{GOAL}/15/reason": '<p class="MsoNormal">Jordet <i>går tapt</i><o:p></o:p></p>'})

    assert fresh(assessment).document.main.goals["15"].reason == "Jordet går tapt"


def test_an_unknown_path_saves_nothing_at_all():
    assessment = make_assessment(case__title="Fortetting")

    with pytest.raises(NoSuchField):
        save(assessment, {"case/title": "Ny", "case/password": "x"})

    assert fresh(assessment).title == "Fortetting"


def test_from_simple_to_extended_and_back_nothing_is_lost():
    assessment = make_assessment(goals({11: "positive"}), form="extended")
    save(assessment, {"alternatives/main/targets/un@2015:11.3/effect": "both"})

    save(assessment, {"form": "simple"})
    save(assessment, {"form": "extended"})

    assert fresh(assessment).document.main.targets["un@2015:11.3"].effect == "both"


def test_a_new_follow_up_date_is_asked_about_anew():
    assessment = make_assessment(follow_up__on="2027-01-01")
    Assessment.objects.filter(pk=assessment.pk).update(asked_at=NOW)

    save(assessment, {"case/title": "Fortetting"})
    assert fresh(assessment).asked_at == NOW
    save(assessment, {"follow_up/on": "2028-01-01"})
    assert fresh(assessment).asked_at is None


moves = st.tuples(
    st.sampled_from(["Kari", "Ola", "Siri"]),
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=1),
    st.booleans(),  # whether the page is opened anew first
)


class Room:
    """Three people at one assessment, and what each page had in it when it was sent."""

    def __init__(self):
        self.assessment = make_assessment(case__title="Parken")
        self.stood = {1: fresh(self.assessment).fields}
        self.opened = dict.fromkeys(["Kari", "Ola", "Siri"], 1)
        self.seen_by_revision = {}
        self.touched = []  # (who, path, value): what each wrote that was not there when she opened the page

    def send(self, who, sent, *, anew, minute):
        if anew:
            self.opened[who] = fresh(self.assessment).revision
        base = self.opened[who]
        saved = save(self.assessment, sent, base=base, by=who, at=NOW + timedelta(minutes=minute))
        self.touched += [
            (who, path, value) for path, value in sent.items() if value != self.stood[base].get(path, "")
        ]
        revision = saved.assessment.revision
        self.stood[revision] = saved.assessment.fields
        if saved.changed:
            self.seen_by_revision[revision] = base
        return saved


@settings(max_examples=40, deadline=None)
@given(st.lists(moves, min_size=1, max_size=10))
def test_three_people_save_as_they_please_and_everybodys_last_words_are_kept(moves):
    room = Room()
    for minute, (who, sent, anew) in enumerate(moves):
        room.send(who, sent, anew=anew, minute=minute)

    held = fresh(room.assessment)
    aside = {(path, value) for path, value, _by in clashes(held)}
    written = {(change.path, change.after) for change in held.changes.all()}
    last = {(who, path): value for who, path, value in room.touched}
    for (_who, path), value in last.items():
        assert value == held.fields.get(path, "") or {(path, value)} & (aside | written)
    # Whatever was overwritten had been seen by whoever did it.
    for change in held.changes.filter(revision__gt=1):
        assert change.before == room.stood[room.seen_by_revision[change.revision]].get(change.path, "")
    # The history tells how it came to be as it is.
    replayed = {}
    for change in held.changes.order_by("revision"):
        assert replayed.get(change.path, "") == change.before
        replayed[change.path] = change.after
    assert {path: value for path, value in replayed.items() if value} == held.fields


@settings(max_examples=25, deadline=None)
@given(st.lists(moves, min_size=1, max_size=6))
def test_whatever_has_happened_the_last_save_can_be_undone_and_sent_again_changes_nothing(moves):
    room = Room()
    for minute, (who, sent, anew) in enumerate(moves):
        before = fresh(room.assessment)
        saved = room.send(who, sent, anew=anew, minute=minute)
        again = save(room.assessment, sent, base=room.opened[who], by=who)
        assert again.changed == {}
        assert again.assessment.fields == saved.assessment.fields

    if saved.changed:
        saving.undo(room.assessment, saved.assessment.revision, by=who, at=NOW)
    assert fresh(room.assessment).fields == before.fields


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.text(max_size=40), min_size=1))
def test_what_a_page_was_given_it_can_send_back_without_a_change(sent):
    assessment = make_assessment()
    save(assessment, sent)
    given = fresh(assessment)

    back = save(assessment, {path: given.fields.get(path, "") for path in sent})

    assert (back.changed, back.clashes) == ({}, {})
    assert fields.write(given.document) == given.fields
