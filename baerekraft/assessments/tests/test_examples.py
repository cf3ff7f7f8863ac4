"""Our six worked examples: whole, honest and marked as made up, so that Kari can learn from them."""

from collections import Counter
from pathlib import Path

import pytest

from baerekraft.assessments import conflicts, fields, ladder
from baerekraft.assessments.collection import examples
from baerekraft.assessments.collection.examples import BadExample, Example
from baerekraft.assessments.conflicts.marks import goal_of
from baerekraft.assessments.document import Document, Judgement
from baerekraft.sdg import sets, un

ALL = examples.every()
KNOWN = {f"{one.id}@{one.version}": one for one in sets.ours()}
each = pytest.mark.parametrize("example", ALL, ids=[example.slug for example in ALL])

SIZES = {"positive": (True, False), "negative": (False, True), "both": (True, True)}


def words(text: str) -> int:
    return len(text.split())


def judgements(document: Document) -> list[tuple[str, Judgement]]:
    return [
        (f"{id} {place}", said)
        for id, alternative in document.alternatives.items()
        for place, said in (*alternative.goals.items(), *alternative.targets.items())
    ]


def test_there_are_six_of_which_three_go_into_the_targets() -> None:
    assert len(ALL) == 6
    assert sum(example.document.extended for example in ALL) == 3
    assert all(bool(example.document.main.targets) == example.document.extended for example in ALL)


@each
def test_every_example_is_marked_as_made_up(example: Example) -> None:
    assert example.document.case.description.endswith("Eksempelet er diktet; tallene er oppdiktet.")
    assert example.document.case.municipality.startswith("Eksempelkommunen")


@each
def test_every_step_of_the_ladder_is_done(example: Example) -> None:
    left = {rung.step.key: rung.left for rung in ladder.rungs(example.document) if rung.left}

    assert left.keys() <= {"targets"}
    assert "targets" not in left or not example.document.extended


@each
def test_every_value_could_have_been_typed_in_a_form(example: Example) -> None:
    typed = fields.write(example.document)

    assert {path: fields.clean(path, value) for path, value in typed.items()} == typed
    assert fields.read(typed) == example.document


@each
def test_no_example_is_only_good_or_only_sure(example: Example) -> None:
    goals = example.document.main.goals
    effects = Counter(judgement.effect for judgement in goals.values())

    assert len(goals) == 17
    assert effects["negative"] >= 2
    assert effects["both"] >= 1
    assert 1 <= effects["unknown"] <= 3
    assert effects["none"] >= 1


@each
def test_every_judgement_has_its_size_and_its_reason(example: Example) -> None:
    for place, said in judgements(example.document):
        assert (bool(said.gain), bool(said.harm)) == SIZES.get(said.effect, (False, False)), place
        assert said.certainty, place
        assert 3 <= words(said.reason) <= 60, place
        if said.effect != "none":
            assert said.time, place
            assert said.place, place


@each
def test_who_is_affected_is_told_for_what_is_proposed(example: Example) -> None:
    main = example.document.main
    judged = {**main.goals, **main.targets}

    assert [place for place, said in judged.items() if said.effect != "none" and not said.who] == []


@each
def test_the_zero_alternative_and_another_are_judged(example: Example) -> None:
    others = {id: one for id, one in example.document.alternatives.items() if id != "main"}

    assert "zero" in others
    assert len(others) >= 2
    assert all(len(one.goals) >= 5 and one.name and one.description for one in others.values())


@each
def test_targets_are_the_uns_and_stand_under_goals_that_were_marked(example: Example) -> None:
    main = example.document.main
    for identity in main.targets:
        home, _colon, number = identity.partition(":")
        assert home == "un@2015"
        assert number in un.numbers()
        assert main.goals[str(goal_of(number))].effect in ladder.OPENS, identity


@each
def test_every_conflict_is_one_that_the_check_points_to_or_has_a_title(example: Example) -> None:
    found = {one.id: one for one in conflicts.found(example.document, KNOWN)}
    said = example.document.conflicts

    assert [id for id in said if found[id].stale] == []
    assert all(word.state and words(word.comment) >= 5 for word in said.values())
    own = [word for id, word in said.items() if id.startswith("own-")]
    assert own
    assert all(word.title and word.gains and word.harmed for word in own)


@each
def test_some_conflicts_are_confirmed_and_some_rejected_and_the_first_five_are_answered(
    example: Example,
) -> None:
    states = Counter(word.state for word in example.document.conflicts.values())
    first = conflicts.found(example.document, KNOWN)[: conflicts.FIRST]

    assert states["confirmed"] >= 2
    assert states["rejected"] >= 1
    assert [one.id for one in first if not one.answered] == []


@each
def test_every_measure_has_an_owner_and_a_date_and_eases_something_confirmed(example: Example) -> None:
    document = example.document
    assert len(document.measures) >= 3
    for measure in document.measures.values():
        assert measure.text
        assert measure.owner
        assert measure.due_on
        assert measure.due_on.year == 2027
        if measure.about:
            assert document.conflicts[measure.about].state == "confirmed", measure.text


@each
def test_texts_have_the_length_that_people_read(example: Example) -> None:
    document = example.document

    assert 80 <= words(document.case.description) <= 150
    assert 60 <= words(document.weighing.summary) <= 110
    assert 30 <= words(document.weighing.reason) <= 110
    assert words(example.lead) <= 30


@each
def test_the_advice_is_one_of_the_alternatives_and_is_followed_up_later(example: Example) -> None:
    document = example.document

    assert document.weighing.choice in document.alternatives
    assert document.case.decided_on
    assert document.follow_up.on
    assert document.follow_up.on > document.case.decided_on
    assert document.follow_up.note


def test_not_every_example_advises_what_was_proposed() -> None:
    assert len({example.document.weighing.choice for example in ALL}) >= 3


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("slug: a\nlead: b\ncase:\n  titel: Feil\n", 4, "case/titel"),
        ("slug: a\nlead: b\nalternatives:\n  main:\n    goals:\n      18:\n        effect: both\n", 6, "18"),
        ("slug: a\nlead: b\ncase:\n  title: En\n  title: To\n", 5, "twice"),
        ("slug: a\nlead: b\ncase: {\n", 4, "YAML"),
        ("slug: a\n", 1, "lead"),
        ("", 1, ""),
        ("- a\n", 1, ""),
        ("slug: a\nlead: \x07\n", 1, "not allowed"),
        ("slug: a\ncase: &a {title: *a}\n", 1, ""),
        ("slug: a\ncase: &a\n  title: *a\n", 1, ""),
        ("slug: a\n? [lead]\n: b\n", 2, "must be a text"),
    ],
)
def test_a_fault_in_a_file_of_ours_is_told_with_its_line(
    tmp_path: Path, content: str, line: int, why: str
) -> None:
    path = tmp_path / "feil.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadExample) as fault:
        examples.read(path, language="nb")

    assert str(fault.value).startswith(f"{path}:{line}:")
    assert why in str(fault.value)


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feil.yaml"
    path.write_bytes("slug: a\nlead: bærekraft\n".encode("cp1252"))

    with pytest.raises(BadExample, match=":2: the file is not UTF-8"):
        examples.read(path, language="nb")
