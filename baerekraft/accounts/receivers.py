"""What staff may do in a municipality follows it when its border moves."""

from typing import Any

from django.dispatch import receiver

from baerekraft.accounts.models import Membership, Role
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded


@receiver(succeeded)
def follow(sender: Any, predecessor: Municipality, successor: Municipality, kind: str, **kwargs: Any) -> None:
    held = Membership.objects.filter(municipality=predecessor).select_related("user")
    if kind == Succession.Kind.MERGER:
        for one in held:
            _move(one, successor)
        return
    for one in held.filter(role=Role.COORDINATOR, unit=None):
        Membership.objects.get_or_create(user=one.user, role=one.role, municipality=successor, unit=None)


def _move(held: Membership, successor: Municipality) -> None:
    """Whoever has the same role there already keeps that one."""
    same = Membership.objects.filter(user=held.user, role=held.role, municipality=successor, unit=None)
    if held.unit_id is None and same.exists():
        held.delete()
        return
    held.municipality = successor
    held.save(update_fields=["municipality"])
