import pytest
from django.http import QueryDict

from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.tests.test_kinds import sample


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"a": "yes"},
        {"a": "yes", "b": "no", "c": "perhaps"},
        {"a": "yes", "b": "no", "c": True},
        {"a": "yes", "b": "no", "z": "yes"},
        [],
        None,
    ],
)
def test_a_card_that_was_not_turned_is_told_what_to_do(known):
    with pytest.raises(BadAnswer, match=r"."):
        sample("flashcards").read({"known": known})


def test_it_is_told_how_many_were_known():
    exercise = sample("flashcards")
    answer = exercise.read({"known": {"a": "yes", "b": "no", "c": "yes"}})

    assert exercise.shown(answer)["known"] == 2
    assert exercise.shown(None)["known"] == 0
    assert exercise.grade(answer) is None


def test_a_card_left_alone_on_the_form_is_not_turned():
    raw = sample("flashcards").form_answer(QueryDict("known-a=yes&known-c=no&known-z=no"))

    assert raw == {"known": {"a": "yes", "c": "no"}}
