"""What is kept of people who join, leave or never came: rows follow the learner, and nobody's address stays for ever."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from baerekraft.campaigns import ending, own_data, refusing
from baerekraft.campaigns.models import Recipient, Refusal
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing, joined

AT_A_TIME = 500


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    Recipient.objects.of(entry).update(learner=earlier)


@receiver(erasing)
def forget(sender: Any, learner: Learner, asked: bool = True, **kwargs: Any) -> None:
    """Every list forgets her. When she asked for it herself, no new list brings her back."""
    rows = dict(own_data.of(learner).values_list("pk", "email"))
    ending.take_back(rows, at=timezone.now())
    own_data.of(learner).delete()
    if asked and learner.proven_at:
        for address in set(rows.values()):
            refusing.refuse(address, None, Refusal.Reason.ERASED, at=timezone.now())


def delete_old(*, at: datetime) -> int:
    """Delete those who never entered, when their time after the campaign is up; returns how many."""
    limit = at - timedelta(days=settings.RECIPIENT_MONTHS * 365.25 / 12)
    old = Recipient.objects.filter(learner=None, campaign__ended_at__lt=limit).order_by("pk")
    count = 0
    while pks := list(old.values_list("pk", flat=True)[:AT_A_TIME]):
        with transaction.atomic():
            Recipient.objects.filter(pk__in=pks).delete()
        count += len(pks)
    return count
