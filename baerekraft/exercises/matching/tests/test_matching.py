import pytest
from django.http import QueryDict

from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.tests.test_kinds import SAMPLES, sample


def test_the_score_is_the_share_of_pairs_that_were_found():
    exercise = sample("matching")

    assert exercise.grade(exercise.read({"matches": {"a": "a", "b": "c", "c": "b"}})) == pytest.approx(1 / 3)
    assert exercise.grade(exercise.read({"matches": {"a": "b", "b": "b", "c": "b"}})) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "matches",
    [{}, {"a": "a"}, {"a": "a", "b": "b", "c": "z"}, {"a": "a", "b": "b", "z": "c"}, {"a": 1}, [], None],
)
def test_a_line_without_a_match_is_told_what_to_do(matches):
    with pytest.raises(BadAnswer, match=r"."):
        sample("matching").read({"matches": matches})


def test_a_line_left_empty_on_the_form_is_a_line_without_a_match():
    exercise = sample("matching")
    raw = exercise.form_answer(QueryDict("match-a=a&match-b=&match-c=c"))

    assert raw == {"matches": {"a": "a", "c": "c"}}
    with pytest.raises(BadAnswer):
        exercise.read(raw)


@pytest.mark.parametrize("side", ["left", "right"])
def test_two_pairs_cannot_say_the_same(side):
    pairs = [{**pair, side: "Det samme"} for pair in SAMPLES["matching"]["pairs"]]

    with pytest.raises(ValueError, match="to par"):
        sample("matching", pairs=pairs)


def test_the_right_sides_are_mixed():
    shown = sample("matching").shown(None)

    assert sorted(shown["rights"], key=lambda pair: pair[0]) == shown["keyed"]
    assert shown["rights"] != shown["keyed"]
