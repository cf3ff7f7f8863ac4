"""Erasing a learner: at once, everything, with only anonymous totals left."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing
from baerekraft.mail import deliveries


@transaction.atomic
def erase(learner: Learner) -> None:
    """Delete the learner, every row that points at her, and mail that is still on its way to her."""
    erasing.send(Learner, learner=learner)
    if learner.email:
        deliveries.withdraw(learner.email)
    learner.delete()


def erase_idle(*, at: datetime) -> int:
    """Erase learners whose time is up; return how many."""
    limit = at - timedelta(days=settings.LEARNER_MONTHS * 365.25 / 12)
    idle = Learner.objects.active().idle_since(limit)
    count = 0
    for learner in idle.iterator():
        erase(learner)
        count += 1
    return count
