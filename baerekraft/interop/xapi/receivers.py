"""What the record stores are told when facts go: that the statements made from them no longer hold.

Facts go with a learner who is erased, and where both of two joined entries had the same.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.interop.xapi import facts, feed, pushing, statements, tasks
from baerekraft.interop.xapi.facts import Fact
from baerekraft.interop.xapi.models import Lrs
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing
from baerekraft.records.signals import moved, moving

# From `moving` to `moved`, which come one after the other in one call.
_before: ContextVar[list[Fact]] = ContextVar("facts before two entries are joined")


@receiver(erasing)
def void_all(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """Of all her statements, sent or not: one may be on its way this very moment."""
    if Lrs.objects.exists():
        void(list(facts.of(learner)))


@receiver(moving)
def remember(sender: Any, learners: Iterable[Learner], **kwargs: Any) -> None:
    stores = Lrs.objects.exists()
    _before.set([fact for learner in learners for fact in facts.of(learner)] if stores else [])


@receiver(moved)
def void_doubles(sender: Any, **kwargs: Any) -> None:
    """A way begun twice is begun once. What stays keeps its statements, under the name they were sent with."""
    void(facts.gone(_before.get()))


def void(told: list[Fact]) -> None:
    if not told:
        return
    now = timezone.now()
    for lrs in Lrs.objects.all():
        to = feed.receiver(lrs.audience)
        pushing.void([statements.id_of(fact, to) for fact in told], lrs, at=now)
    tasks.ensure()
