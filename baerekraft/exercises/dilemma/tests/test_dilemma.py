import pytest
from django.http import QueryDict
from django.utils import translation

from baerekraft.exercises.dilemma.block import DilemmaBlock, EffectBlock
from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.tests.test_kinds import sample


def test_nothing_is_right_in_a_dilemma():
    exercise = sample("dilemma")

    assert exercise.grade(exercise.read({"path": ["a"]})) is None
    assert not exercise.graded


def test_the_path_tells_what_was_chosen():
    exercise = sample("dilemma")

    assert [c.text for c in exercise.chosen(exercise.read({"path": ["a"]}))] == ["Bygg"]
    assert [c.text for c in exercise.chosen(exercise.read({"path": ["b", "b"]}))] == ["Vent", "Snu"]


@pytest.mark.parametrize(
    "path", [[], ["z"], ["a", "a"], ["b"], ["b", "z"], ["b", "a", "a"], [1], "ba", "b", None]
)
def test_a_path_that_leads_nowhere_or_stops_too_soon_is_told_what_to_do(path):
    if path == "ba":
        path = {"b": "a"}
    with pytest.raises(BadAnswer, match=r"."):
        sample("dilemma").read({"path": path})


def test_stopping_too_soon_is_told_as_just_that():
    with translation.override("nb"), pytest.raises(BadAnswer, match="fører til et nytt"):
        sample("dilemma").read({"path": ["b"]})


@pytest.mark.parametrize(
    ("form", "path"),
    [
        ("choice=a", ["a"]),
        ("choice=b&choice-b=b", ["b", "b"]),
        # Chosen under one, before she changed her mind.
        ("choice=a&choice-b=b", ["a"]),
        ("choice-b=b", []),
        ("", []),
    ],
)
def test_the_form_carries_the_path_that_was_taken(form, path):
    assert sample("dilemma").form_answer(QueryDict(form)) == {"path": path}


@pytest.mark.parametrize(
    ("language", "name"),
    [("nb", "Stoppe klimaendringene"), ("nn", "Stoppe klimaendringane"), ("en", "Climate action")],
)
def test_an_effect_names_its_goal_in_the_readers_language(language, name):
    effect = sample("dilemma").choices[0].effects[1]

    with translation.override(language):
        assert (effect.goal, effect.name) == (13, name)


def test_the_editors_menu_of_goals_follows_the_editors_language():
    field = EffectBlock().child_blocks["goal"].field

    with translation.override("nn"):
        assert (2, "Utrydde svolt") in [(value, str(label)) for value, label in field.choices]


def test_a_choice_that_leads_nowhere_leads_nowhere_after_the_editor_too():
    """Through the editor's own blocks: what is empty there is None in the document."""
    exercise = sample("dilemma")
    fields = exercise.model_dump(mode="json", exclude={"kind"})
    block = DilemmaBlock()

    value = block.to_python(fields)
    assert block.clean(value) is not None
    prepared = block.get_prep_value(value)

    assert prepared["choices"][0]["value"]["next"] is None
    assert prepared["choices"][1]["value"]["next"]["prompt"] == "Hva nå?"
    [same] = block.bulk_to_python([prepared])
    assert block.get_prep_value(same)["choices"][0]["value"]["next"] is None
