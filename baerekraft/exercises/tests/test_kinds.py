"""Every kind by the same few questions, over the exercises of the real course."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.catalog import shelf
from baerekraft.exercises.document import BadAnswer
from baerekraft.exercises.kinds import BY_NAME, KINDS, adapter
from baerekraft.records.tests.factories import right_answer

SAMPLES = {
    "single_choice": {
        "options": [
            {"text": "Ja", "correct": True, "feedback": "Fordi"},
            {"text": "Nei", "feedback": "Fordi"},
        ]
    },
    "multiple_choice": {
        "options": [
            {"text": "A", "correct": True, "feedback": "Fordi"},
            {"text": "B", "correct": True, "feedback": "Fordi"},
            {"text": "C", "feedback": "Fordi"},
            {"text": "D", "feedback": "Fordi"},
        ]
    },
    "fact_or_myth": {
        "statements": [
            {"text": "A", "fact": True, "feedback": "Fordi"},
            {"text": "B", "fact": False, "feedback": "Fordi"},
        ]
    },
    "sorting": {
        "groups": ["Direkte", "Indirekte"],
        "items": [
            {"text": "A", "group": "Direkte", "feedback": "Fordi"},
            {"text": "B", "group": "Indirekte", "feedback": "Fordi"},
            {"text": "C", "group": "Direkte", "feedback": "Fordi"},
            {"text": "D", "group": "Direkte", "feedback": "Fordi"},
        ],
    },
    "estimate": {
        "unit": "prosent",
        "minimum": 0,
        "maximum": 100,
        "value": 40,
        "tolerance": 5,
        "feedback": "Fordi",
    },
    "ordering": {
        "first": "mest",
        "last": "minst",
        "items": [{"text": text, "shown": f"{text} tonn", "feedback": "Fordi"} for text in "ABC"],
    },
    "matching": {
        "pairs": [{"left": text, "right": text.lower(), "feedback": "Fordi"} for text in "ABC"],
    },
    "dilemma": {
        "situation": "Skolen må stå klar om to år, og den billigste tomta er ei myr.",
        "choices": [
            {
                "text": "Bygg",
                "feedback": "«Kjelleren tok inn vann.»",
                "effects": [
                    {"goal": 4, "direction": "positive", "why": "Plass"},
                    {"goal": 13, "direction": "negative", "why": "Karbon"},
                ],
            },
            {
                "text": "Vent",
                "feedback": "«Barna frøs.»",
                "effects": [
                    {"goal": 15, "direction": "positive", "why": "Myra ligger"},
                    {"goal": 4, "direction": "both", "why": "Brakker"},
                ],
                "next": {
                    "prompt": "Hva nå?",
                    "choices": [
                        {
                            "text": text,
                            "feedback": "«Det kostet.»",
                            "effects": [
                                {"goal": 3, "direction": "negative", "why": "Mindre svømming"},
                                {"goal": 11, "direction": "positive", "why": "Nytt sentrum"},
                            ],
                        }
                        for text in ("Kjøp", "Snu")
                    ],
                },
            },
        ],
        "earlier": "Hvilke tomter kan vi bygge på?",
    },
    "flashcards": {
        "cards": [{"front": text, "back": "Det betyr noe"} for text in "ABC"],
        "feedback": "Øv på de andre",
    },
    "poll": {"options": ["Tid", "Mot"], "feedback": "Ingen fasit"},
    "reflection": {"feedback": "Ta det med"},
    "pledge": {"steps": ["Ring Amina", "Spør Ruter"], "feedback": "Vi spør deg"},
}


def sample(kind: str, **changes):
    return adapter.validate_python({"kind": kind, "id": "en", "prompt": "Hva?", **SAMPLES[kind], **changes})


@pytest.mark.parametrize("kind", BY_NAME)
def test_the_right_answer_is_right(kind):
    exercise = sample(kind)
    answer = exercise.read(right_answer(exercise))

    assert exercise.grade(answer) == (1.0 if exercise.graded else None)


FORMS = {
    "single_choice": "choice=a",
    "multiple_choice": "choices=a&choices=b",
    "fact_or_myth": "verdict-a=fact&verdict-b=myth",
    "sorting": "place-a=a&place-b=b&place-c=a&place-d=a",
    "estimate": "guess=40,0",
    "ordering": "place-a=1&place-b=2&place-c=3",
    "matching": "match-a=a&match-b=b&match-c=c",
    "dilemma": "choice=b&choice-b=a",
    "flashcards": "known-a=yes&known-b=no&known-c=yes",
    "poll": "choice=a",
    "reflection": "text=Hei",
    "pledge": "step=own&text=Jeg+ringer",
}


@pytest.mark.parametrize("kind", BY_NAME)
def test_a_plain_form_carries_the_answer(kind):
    exercise = sample(kind)
    answer = exercise.read(exercise.form_answer(QueryDict(FORMS[kind])))

    assert exercise.grade(answer) in {1.0, None}


@pytest.mark.parametrize("kind", BY_NAME)
@pytest.mark.parametrize(
    "form", ["", "choice=&choices=&text=&guess=&step=&verdict-a=", "choice=z&choices=z&step=z&guess=x"]
)
def test_an_empty_or_foreign_form_is_told_what_to_do(kind, form):
    exercise = sample(kind)

    with pytest.raises(BadAnswer, match=r"."):
        exercise.read(exercise.form_answer(QueryDict(form)))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4)
    ),
)


@pytest.mark.parametrize("kind", BY_NAME)
@given(raw=json_values)
def test_anything_at_all_is_either_an_answer_or_a_bad_answer(kind, raw):
    exercise = sample(kind)
    try:
        answer = exercise.read(raw)
    except BadAnswer:
        return
    assert exercise.grade(answer) is None or 0 <= exercise.grade(answer) <= 1


def test_half_right_is_half_a_score():
    exercise = sample("multiple_choice")

    assert exercise.grade(exercise.read({"choices": ["a", "c"]})) == 0.5


def test_a_guess_is_worth_less_the_further_off_it_is():
    exercise = sample("estimate")
    near, far = (exercise.grade(exercise.read({"guess": guess})) for guess in (50, 90))

    assert 1 > near > far >= 0


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        (
            "single_choice",
            {"options": [{"text": "A", "feedback": "x"}, {"text": "B", "feedback": "x"}]},
            "nøyaktig ett",
        ),
        ("sorting", {"groups": ["Ute", "Inne"]}, "ikke en av gruppene"),
        ("estimate", {"value": 200}, "mellom"),
    ],
)
def test_a_broken_exercise_cannot_be_made(kind, changes, message):
    with pytest.raises(ValueError, match=message):
        sample(kind, **changes)


@pytest.mark.django_db
def test_every_exercise_in_the_course_has_feedback_that_says_more_than_right_or_wrong():
    for entry in shelf.now().lessons:
        for exercise in entry.document.exercises:
            for feedback in feedbacks(exercise.model_dump()):
                assert len(feedback.split()) >= 8, f"{entry.key} {exercise.id}: {feedback}"


def feedbacks(value):
    """Every feedback in an exercise, however deep."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from [item] if name == "feedback" else feedbacks(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from feedbacks(item)


def test_each_kind_is_listed_once():
    assert len(BY_NAME) == len(KINDS)
