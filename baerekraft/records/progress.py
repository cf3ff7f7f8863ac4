"""How far a learner has come: one question to the database for each kind of fact."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from baerekraft.catalog.shelf import Shelf
from baerekraft.learners.models import Learner
from baerekraft.records.models import LessonCompletion, PartCompletion, Response


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
    keys = shelf.keys
    progress = Progress()
    answered = Response.objects.of(learner).values_list("attempt__published__lesson", "exercise").distinct()
    for lesson, exercise in answered:
        if lesson in keys:
            progress.answered[keys[lesson]].add(exercise)
    done = LessonCompletion.objects.of(learner).values_list("lesson", "via")
    progress.done = {keys[lesson] for lesson, _via in done if lesson in keys}
    progress.via = {keys[lesson]: via for lesson, via in done if via and lesson in keys}
    parts = PartCompletion.objects.of(learner).values_list("enrolment__part__slug", "completed_at")
    progress.parts = dict(parts)
    return progress
