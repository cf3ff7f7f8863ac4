"""What the webhooks hear of: facts that are written once, and people who go."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from baerekraft.assessments.models import Report
from baerekraft.credentials.models import Certificate
from baerekraft.interop.webhooks import telling
from baerekraft.interop.webhooks.models import Delivery
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import joined
from baerekraft.records.models import PartCompletion
from baerekraft.records.signals import part_completed


@receiver(part_completed)
def tell_of_part(sender: Any, completion: PartCompletion, **kwargs: Any) -> None:
    telling.part_completed(completion)


@receiver(post_save, sender=Certificate)
def tell_of_certificate(
    sender: Any, instance: Certificate, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Certificates are made one by one, wherever that is."""
    if created and not raw:
        telling.certificate_issued(instance)


@receiver(post_save, sender=Report)
def tell_of_report(sender: Any, instance: Report, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A report is final from the moment it is there."""
    if created and not raw:
        telling.assessment_finalised(instance)


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    Delivery.objects.of(entry).update(learner=earlier)
