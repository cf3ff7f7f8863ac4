"""What is stored about a learner, told by each room that stores it: for her own page and her download."""

from collections.abc import Callable, Iterable
from typing import Any

from baerekraft.learners.models import Learner

Provider = Callable[[Learner], Iterable[dict[str, Any]]]
_providers: dict[str, Provider] = {}


def provider(name: str) -> Callable[[Provider], Provider]:
    """Register a function that lists a room's rows about a learner under this name."""

    def register(function: Provider) -> Provider:
        _providers[name] = function
        return function

    return register


def section(learner: Learner, name: str) -> list[dict[str, Any]]:
    return list(_providers[name](learner)) if name in _providers else []


def everything(learner: Learner) -> dict[str, Any]:
    """All that is stored about the learner, ready to become JSON."""
    return {
        "learner": {
            "id": str(learner.pk),
            "name": learner.name,
            "email": learner.email,
            "municipality": learner.municipality.name if learner.municipality else None,
            "unit": learner.unit.name if learner.unit else None,
            "role": learner.role,
            "language": learner.language,
            "entered_at": learner.created_at,
            "last_active_at": learner.active_at,
            "email_proven_at": learner.proven_at,
        },
        "entries_joined": list(learner.entries.values("id", "created_at", "email")),
        **{name: section(learner, name) for name in sorted(_providers)},
    }
