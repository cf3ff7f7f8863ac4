"""An estimate whose real figure is an indicator's."""

import pytest
from pydantic import ValidationError

from baerekraft.exercises.document import Found
from baerekraft.exercises.estimate.exercise import Answer, Estimate

FIELDS = {
    "id": "valg",
    "prompt": "Hvor mange?",
    "unit": "prosent",
    "minimum": 0,
    "maximum": 100,
    "feedback": "Ja.",
}
ASKED = {"indicator": "valgdeltakelse", "place": "Viken"}


def estimate(**fields: object) -> Estimate:
    return Estimate.model_validate({**FIELDS, **fields})


def test_what_an_estimate_without_an_indicator_is_written_as_has_not_changed():
    assert list(estimate(value=40).model_dump()) == [
        *("kind", "id", "prompt", "help", "counts", "sources"),
        *("unit", "minimum", "maximum", "step", "value", "tolerance", "feedback"),
    ]


def test_kari_is_graded_by_the_figure_that_was_taken():
    taken = estimate(**ASKED, value=76.7, found=Found(year=2021, source="tall-valgdeltakelse"))

    assert taken.grade(Answer(guess=76.7)) == 1
    assert 0 < taken.grade(Answer(guess=50)) < 1
    assert taken.cited == ("tall-valgdeltakelse",)
    assert taken.untaken == estimate(**ASKED)


def test_nobody_is_graded_before_the_figure_is_taken():
    with pytest.raises(ValueError, match="valgdeltakelse"):
        estimate(**ASKED).grade(Answer(guess=50))


@pytest.mark.parametrize(
    "fields", [{}, {"value": 40, **ASKED}, {"indicator": "valgdeltakelse"}, {"place": "Viken", "value": 40}]
)
def test_an_estimate_has_one_figure_and_only_one(fields):
    with pytest.raises(ValidationError):
        estimate(**fields)


def test_the_newest_may_be_asked_for_by_name():
    assert estimate(**ASKED, year="latest") == estimate(**ASKED)
