"""Succeeding: on the day a border moves, everything that belongs to a municipality follows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from baerekraft.municipalities.models import Municipality, Succession, Unit
from baerekraft.municipalities.signals import succeeded

LONGEST = Unit._meta.get_field("name").max_length or 0


@transaction.atomic
def apply(*, at: datetime) -> int:
    """Let every border move whose day has come and that has not moved yet; return how many did."""
    due = Succession.objects.select_for_update(of=("self",)).filter(
        on__lte=timezone.localdate(at), applied_at=None
    )
    moved = list(due.select_related("predecessor", "successor").order_by("on", "pk"))
    for succession in moved:
        if succession.kind == Succession.Kind.MERGER:
            _move_units(succession.predecessor, succession.successor)
        succeeded.send(
            Succession,
            predecessor=succession.predecessor,
            successor=succession.successor,
            kind=succession.kind,
        )
        succession.applied_at = at
        succession.save(update_fields=["applied_at"])
    return len(moved)


def _move_units(predecessor: Municipality, successor: Municipality) -> None:
    """A unit whose name the successor has already is told apart by where it came from."""
    taken = {unit.name.lower() for unit in successor.units.all()}
    for unit in predecessor.units.all():
        if unit.name.lower() in taken:
            origin = f" ({predecessor.name})"
            unit.name = unit.name[: LONGEST - len(origin)] + origin
        taken.add(unit.name.lower())
        unit.municipality = successor
        unit.save(update_fields=["municipality", "name"])
