"""Questions and answers as xAPI's interaction activities (xAPI-Data 2.4.4.1, «Interaction Activities»)."""

from collections.abc import Iterable
from typing import Any

from baerekraft.exercises import document
from baerekraft.exercises.document import Exercise
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.exercises.matching.exercise import Matching
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice
from baerekraft.exercises.ordering.exercise import Ordering
from baerekraft.exercises.single_choice.exercise import SingleChoice
from baerekraft.exercises.sorting.exercise import Sorting

INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
AND, TO, UNTIL = "[,]", "[.]", "[:]"
VERDICTS = ("fact", "myth")


def definition(exercise: Exercise | None, language: str) -> dict[str, Any]:
    """What the question is, so that an answer can be read without us."""
    if exercise is None:
        return {"type": INTERACTION, "interactionType": "other"}
    shape = _shape(exercise, language)
    return {
        "type": INTERACTION,
        "name": {language: exercise.prompt},
        **(shape or {"interactionType": "other"}),
    }


def response(exercise: Exercise | None, answer: Any) -> str:
    """What was picked where something is right or wrong. Opinions, thoughts and promises are not told."""
    match exercise:
        case SingleChoice():
            return str(answer["choice"])
        case MultipleChoice():
            return AND.join(sorted(answer["choices"]))
        case Ordering():
            return AND.join(answer["order"])
        case Matching():
            return _pairs(answer["matches"].items())
        case Sorting():
            return _pairs(answer["places"].items())
        case FactOrMyth():
            return _pairs(answer["verdicts"].items())
        case Estimate():
            return f"{answer['guess']:g}"
    return ""


def _shape(exercise: Exercise, language: str) -> dict[str, Any]:
    match exercise:
        case SingleChoice() | MultipleChoice():
            keyed = document.keyed(exercise.options)
            right = AND.join(key for key, option in keyed if option.correct)
            told = [(key, option.text) for key, option in keyed]
            return {"interactionType": "choice", **_right(right), "choices": _named(told, language)}
        case Ordering():
            row = [(key, item.text) for key, item in document.keyed(exercise.items)]
            right = AND.join(key for key, _text in row)
            return {"interactionType": "sequencing", **_right(right), "choices": _named(row, language)}
        case Estimate():
            low, high = exercise.real - exercise.tolerance, exercise.real + exercise.tolerance
            return {"interactionType": "numeric", **_right(f"{low:g}{UNTIL}{high:g}")}
    return _matched(exercise, language)


def _matched(exercise: Exercise, language: str) -> dict[str, Any]:
    """Kinds where each thing belongs with one other."""
    match exercise:
        case Matching():
            pairs = document.keyed(exercise.pairs)
            source = [(key, pair.left) for key, pair in pairs]
            target = [(key, pair.right) for key, pair in pairs]
            right = [(key, key) for key, _pair in pairs]
        case Sorting():
            source = [(key, item.text) for key, item in document.keyed(exercise.items)]
            target = document.keyed(exercise.groups)
            right = [(key, exercise.group_key(item)) for key, item in document.keyed(exercise.items)]
        case FactOrMyth():
            statements = document.keyed(exercise.statements)
            source = [(key, statement.text) for key, statement in statements]
            target = [(verdict, verdict) for verdict in VERDICTS]
            right = [(key, VERDICTS[not statement.fact]) for key, statement in statements]
        case _:
            return {}
    return {
        "interactionType": "matching",
        **_right(_pairs(right)),
        "source": _named(source, language),
        "target": _named(target, language),
    }


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return AND.join(f"{one}{TO}{other}" for one, other in sorted(pairs))


def _right(pattern: str) -> dict[str, list[str]]:
    return {"correctResponsesPattern": [pattern]}


def _named(pairs: Iterable[tuple[str, str]], language: str) -> list[dict[str, Any]]:
    return [{"id": key, "description": {language: text}} for key, text in pairs]
