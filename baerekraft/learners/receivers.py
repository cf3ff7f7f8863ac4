"""A learner whose municipality has become a part of another belongs to that one; her unit has moved already."""

from typing import Any

from django.dispatch import receiver

from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded


@receiver(succeeded)
def follow(sender: Any, predecessor: Municipality, successor: Municipality, kind: str, **kwargs: Any) -> None:
    if kind == Succession.Kind.MERGER:
        Learner.objects.filter(municipality=predecessor).update(municipality=successor)
