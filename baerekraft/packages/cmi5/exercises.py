"""What a unit tells the record store about its exercises: a name, a stable address and the kind of question."""

from typing import Any

from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.document import Exercise

# The kinds of questions that xAPI has (its `interactionType`). What is not here is "other".
INTERACTIONS = {
    "single_choice": "choice",
    "multiple_choice": "choice",
    "poll": "choice",
    "fact_or_myth": "matching",
    "matching": "matching",
    "sorting": "matching",
    "flashcards": "matching",
    "ordering": "sequencing",
    "estimate": "numeric",
}


def told(entry: Entry, address: str) -> dict[str, dict[str, Any]]:
    """By the exercise's id; those that are for the learner alone are not there, so nothing can be said of them."""
    return {
        exercise.id: described(exercise, f"{address}#{exercise.id}", entry.language)
        for exercise in entry.document.exercises
        if not exercise.private
    }


def described(exercise: Exercise, id: str, language: str) -> dict[str, Any]:
    """Of an opinion it is said that it was given, and not which."""
    return {
        "id": id,
        "name": {language: exercise.prompt},
        "type": INTERACTIONS.get(exercise.kind, "other"),
        "graded": exercise.graded,
        "opinion": exercise.kind == "poll",
    }
