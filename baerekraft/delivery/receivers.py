"""What plans do when something happens in lower rooms."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.delivery import reviews
from baerekraft.delivery.models import Plan
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing, joined


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    """Where both are being asked about the same part, the earlier one's plan goes on."""
    for plan in Plan.objects.of(entry):
        last = reviews.latest(earlier, plan.part)
        if last and (last.ended_at is None or reviews.is_done(last)):
            reviews.stop(plan, at=timezone.now())
    Plan.objects.of(entry).update(learner=earlier)


@receiver(erasing)
def withdraw(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """A question on its way by mail goes too; the plan itself goes with the learner."""
    for plan in Plan.objects.of(learner):
        reviews.withdraw_mail(plan)
