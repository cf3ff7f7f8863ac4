from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.document import KEYS, Exercise
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.records import responses
from baerekraft.records.responses import Sent


def right_answer(exercise: Any) -> dict[str, Any]:
    """An answer that anyone would be pleased with."""
    match exercise.kind:
        case "single_choice":
            return {"choice": next(KEYS[i] for i, o in enumerate(exercise.options) if o.correct)}
        case "multiple_choice":
            return {"choices": [KEYS[i] for i, o in enumerate(exercise.options) if o.correct]}
        case "fact_or_myth":
            return {
                "verdicts": {KEYS[i]: "fact" if s.fact else "myth" for i, s in enumerate(exercise.statements)}
            }
        case "sorting":
            return {"places": {KEYS[i]: exercise.group_key(item) for i, item in enumerate(exercise.items)}}
        case "ordering":
            return {"order": list(KEYS[: len(exercise.items)])}
        case "matching":
            return {"matches": {key: key for key in KEYS[: len(exercise.pairs)]}}
        case "dilemma":
            return {"path": ["a", "a"] if exercise.choices[0].next else ["a"]}
        case "flashcards":
            return {"known": dict.fromkeys(KEYS[: len(exercise.cards)], "yes")}
        case "poll":
            return {"choice": "a"}
        case "estimate":
            return {"guess": exercise.real}
        case "reflection":
            return {"text": "Jeg spør Amina på tirsdag."}
        case "pledge":
            return {"step": "a"}
    raise AssertionError(exercise.kind)


def pass_of(learner: Learner) -> Pass:
    return Pass(learner.pk, proven=bool(learner.proven_at), shared=False, issued=2**31)


def make_response(
    learner: Learner,
    entry: Entry,
    exercise: Exercise,
    *,
    answer: Any = None,
    id: UUID | None = None,
    at: datetime | None = None,
) -> Sent:
    now = timezone.now()
    sent = Sent(
        id or uuid7(), entry.key, entry.published, exercise.id, answer or right_answer(exercise), at or now
    )
    responses.record(sent, by=pass_of(learner), at=now)
    return sent


def make_lesson_done(learner: Learner, entry: Entry) -> None:
    for exercise in entry.document.exercises:
        if exercise.counts:
            make_response(learner, entry, exercise)


def make_part_done(learner: Learner, part: str = "del-1") -> None:
    found = shelf.now().part(part)
    assert found is not None
    for entry in found.lessons:
        make_lesson_done(learner, entry)
