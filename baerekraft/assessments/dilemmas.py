"""A lesson's dilemma as the beginning of an assessment: the case, the choices as alternatives, and what they do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from baerekraft.assessments import fields
from baerekraft.assessments.document import LONGEST_LINE, MAIN, ZERO
from baerekraft.assessments.fields import Fields
from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.dilemma.exercise import Dilemma, LastChoice


@dataclass(frozen=True)
class Prefilled:
    title: str
    description: str
    lesson_title: str
    lesson_url: str
    fields: Fields


def find(reference: str, *, language: str) -> Prefilled | None:
    """`reference` is `del-2/slug/exercise-id`, as the lesson's link has it; None where there is no such dilemma."""
    part, _slash, rest = reference.partition("/")
    slug, _slash, id = rest.partition("/")
    entry = shelf.now(language).lesson(part, slug)
    exercise = entry.document.exercise(id) if entry else None
    if entry is None or not isinstance(exercise, Dilemma):
        return None
    with translation.override(language):
        url = reverse("player:lesson", args=[part, slug])
    title = heading(entry, id) or exercise.prompt
    description = "\n".join(filter(None, (exercise.situation.strip(), exercise.invented)))
    return Prefilled(title, description, entry.title, f"{url}#{id}", alternatives(exercise))


def heading(entry: Entry, id: str) -> str:
    """The heading that the dilemma stands under."""
    last = ""
    for block in entry.document.body:
        exercise = getattr(block, "exercise", None)
        if exercise is not None and exercise.id == id:
            return last
        last = getattr(block, "heading", last)
    return ""


def alternatives(dilemma: Dilemma) -> Fields:
    """The first choice is the zero alternative where it says so, the next is what is proposed."""
    zero, *others = dilemma.choices if is_zero(dilemma.choices[0]) else (None, *dilemma.choices)
    ids = [MAIN, *(f"{number:02d}" for number in range(2, len(others) + 1))]
    found: Fields = {}
    for id, choice in ((ZERO, zero), *zip(ids, others, strict=True)):
        if choice:
            found |= alternative(id, choice)
    return {path: fields.clean(path, value) for path, value in found.items()}


def is_zero(choice: LastChoice) -> bool:
    return choice.text.lower().startswith(("null", "zero"))


def alternative(id: str, choice: LastChoice) -> Fields:
    place = f"alternatives/{id}"
    found = {f"{place}/name": choice.text[:LONGEST_LINE]}
    for effect in choice.effects:
        goal = f"{place}/goals/{effect.goal}"
        found |= {f"{goal}/effect": effect.direction, f"{goal}/reason": effect.why}
    return found
