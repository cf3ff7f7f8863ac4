import pytest

from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.tests.test_kinds import sample


@pytest.mark.parametrize("choice", ["", "c", "z", None, 1, ["a"], {}])
def test_an_opinion_that_is_not_among_them_is_told_what_to_do(choice):
    with pytest.raises(BadAnswer, match=r"."):
        sample("poll").read({"choice": choice})


def test_no_opinion_is_right():
    exercise = sample("poll")

    assert {exercise.grade(exercise.read({"choice": key})) for key in "ab"} == {None}
