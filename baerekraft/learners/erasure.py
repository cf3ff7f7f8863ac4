"""Erasing a learner: at once, everything, with only anonymous totals left."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from baerekraft.learners import proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing
from baerekraft.mail import deliveries, messages
from baerekraft.mail.models import Outgoing


@transaction.atomic
def erase(learner: Learner, *, asked: bool = True) -> None:
    """Delete the learner, every row that points at her, and mail that is still on its way to her.

    Her proven address also goes from entries that nobody has proven. `asked`: she wants it herself.
    """
    erasing.send(Learner, learner=learner, asked=asked)
    if learner.email and not shared_address(learner):
        deliveries.withdraw(learner.email)
    withdraw(f"proof-{learner.pk}-{learner.proof_seed}")
    if learner.proven_at:
        for entry in Learner.objects.active().filter(email=learner.email, proven_at=None):
            proofs.disown(entry)
    learner.delete()


def shared_address(learner: Learner) -> bool:
    """Whether the address may be somebody else's, who is waiting for mail of her own."""
    others = Learner.objects.active().filter(email=learner.email).exclude(pk=learner.pk)
    return learner.proven_at is None and others.exists()


def withdraw(key: str) -> None:
    """Forget the one message that was posted with this key."""
    Outgoing.objects.filter(message_id=messages.stable_id(key)).delete()


def erase_idle(*, at: datetime) -> int:
    """Erase learners whose time is up; return how many."""
    limit = at - timedelta(days=settings.LEARNER_MONTHS * 365.25 / 12)
    idle = Learner.objects.active().idle_since(limit)
    count = 0
    for learner in idle.iterator():
        erase(learner, asked=False)
        count += 1
    return count
