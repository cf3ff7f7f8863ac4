from itertools import permutations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.tests.test_kinds import sample


def test_the_score_is_the_share_of_pairs_that_stand_the_right_way_round():
    exercise = sample("ordering")
    scores = {order: exercise.grade(exercise.read({"order": order})) for order in permutations("abc")}

    assert scores["a", "b", "c"] == 1
    assert scores["b", "a", "c"] == pytest.approx(2 / 3)
    assert scores["c", "b", "a"] == 0


@pytest.mark.parametrize(
    "order", [[], ["a"], ["a", "b", "b"], ["a", "b", "z"], ["a", "b", "c", "c"], "abd", None, {}]
)
def test_an_order_with_something_missing_or_twice_is_told_what_to_do(order):
    with pytest.raises(BadAnswer, match=r"."):
        sample("ordering").read({"order": order})


@pytest.mark.parametrize("form", ["", "place-a=1&place-b=1&place-c=2", "place-a=0&place-b=1&place-c=x"])
def test_places_that_are_no_order_are_kept_for_the_form(form):
    exercise = sample("ordering")
    raw = exercise.form_answer(QueryDict(form))

    assert raw["order"] == []
    assert raw["places"]["a"] == QueryDict(form).get("place-a", "")
    with pytest.raises(BadAnswer):
        exercise.read(raw)


def test_the_places_on_the_form_become_the_order():
    exercise = sample("ordering")

    assert exercise.form_answer(QueryDict("place-a=3&place-b=1&place-c=2"))["order"] == ["b", "c", "a"]


@given(seed=st.text(max_size=60), size=st.integers(min_value=2, max_value=8))
def test_lines_are_mixed_the_same_way_every_time_and_never_in_the_right_order(seed, size):
    items = tuple(range(size))
    mixed = document.mixed(items, seed)

    assert mixed == document.mixed(items, seed)
    assert mixed != document.keyed(items)
    assert sorted(mixed) == document.keyed(items)


def test_the_mixed_order_is_the_same_in_every_process():
    """Written down, because a hash that is salted would differ from one worker to the next."""
    keys = [key for key, _item in document.mixed(tuple("abcdef"), "utslipp")]

    assert keys == ["c", "a", "e", "b", "d", "f"]


def test_the_row_stands_as_the_learner_left_it():
    exercise = sample("ordering")
    shown = exercise.shown(exercise.read({"order": ["c", "a", "b"]}))

    assert [key for key, _item in shown["keyed"]] == ["c", "a", "b"]
    assert shown["given"] == {"c": "1", "a": "2", "b": "3"}
    assert shown["right"] == {"a": "1", "b": "2", "c": "3"}
