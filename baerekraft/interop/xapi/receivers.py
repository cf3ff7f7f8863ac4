"""What the record stores are told when a learner is erased: that what they have of her no longer holds."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.interop.xapi import facts, feed, pushing, statements, tasks
from baerekraft.interop.xapi.models import Lrs
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing


@receiver(erasing)
def void(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """Of all her statements, sent or not: one may be on its way this very moment."""
    stores = list(Lrs.objects.all())
    if not stores:
        return
    hers, now = list(facts.of(learner)), timezone.now()
    for lrs in stores:
        to = feed.receiver(lrs.audience)
        pushing.void((statements.id_of(fact, to) for fact in hers), lrs, at=now)
    tasks.ensure()
