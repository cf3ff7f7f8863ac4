"""Ids for exercises from files: short, of the name the file gives, and the same when the file comes again."""

from collections.abc import Iterable
from dataclasses import replace

from baerekraft.authoring import naming
from baerekraft.importing.questions import Question


def named(questions: Iterable[Question]) -> list[Question]:
    """Each with an id of its own."""
    taken: set[str] = set()
    found = []
    for number, question in enumerate(questions, start=1):
        if question.fields is not None:
            id = naming.free(naming.short(question.name) or f"sporsmal-{number}", taken)
            taken.add(id)
            question = replace(question, fields={**question.fields, "id": id})
        found.append(question)
    return found
