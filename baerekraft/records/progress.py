"""How far a learner has come: one question to the database for each kind of fact."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import router

from baerekraft.catalog.shelf import Shelf
from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.records.models import Response

# Written out, for every page that a learner opens asks them.
ANSWERED = (
    "SELECT DISTINCT p.lesson_id, r.exercise FROM records_enrolment e "
    "JOIN records_attempt a ON a.enrolment_id = e.id JOIN records_response r ON r.attempt_id = a.id "
    "JOIN catalog_publishedlesson p ON p.id = a.published_id WHERE e.learner_id = %s"
)
DONE = (
    "SELECT c.lesson_id, c.via FROM records_enrolment e "
    "JOIN records_lessoncompletion c ON c.enrolment_id = e.id WHERE e.learner_id = %s"
)
PARTS = (
    "SELECT s.slug, c.completed_at FROM records_enrolment e "
    "JOIN records_partcompletion c ON c.enrolment_id = e.id JOIN catalog_part s ON s.id = e.part_id "
    "WHERE e.learner_id = %s"
)


@dataclass
class Progress:
    """`answered` holds exercise ids by lesson key; `done` lesson keys; `parts` completion times by part slug; `via` where, if not here."""

    answered: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    done: set[str] = field(default_factory=set)
    parts: dict[str, Any] = field(default_factory=dict)
    via: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        keys = self.done | set(self.answered)
        return {
            key: {"answered": sorted(self.answered.get(key, ())), "done": key in self.done}
            for key in sorted(keys)
        }


def of(learner: Learner, shelf: Shelf) -> Progress:
    keys, hers, using = shelf.keys, [statements.key(learner.pk)], router.db_for_read(Response)
    progress = Progress()
    for lesson, exercise in statements.execute(ANSWERED, hers, using=using).fetchall():
        if lesson in keys:
            progress.answered[keys[lesson]].add(exercise)
    done = statements.execute(DONE, hers, using=using).fetchall()
    progress.done = {keys[lesson] for lesson, _via in done if lesson in keys}
    progress.via = {keys[lesson]: via for lesson, via in done if via and lesson in keys}
    parts = statements.execute(PARTS, hers, using=using).fetchall()
    progress.parts = {slug: statements.moment(at) for slug, at in parts}
    return progress
