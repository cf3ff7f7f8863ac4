"""What certificates do when something happens in lower rooms."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.credentials import certificates
from baerekraft.credentials.models import Certificate
from baerekraft.credentials.tasks import key_of, mail_certificate
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import corrected, erasing, joined
from baerekraft.records.models import PartCompletion
from baerekraft.records.signals import part_completed


@receiver(part_completed)
def issue(sender: Any, completion: PartCompletion, **kwargs: Any) -> None:
    now, enrolment = timezone.now(), completion.enrolment
    certificate = certificates.issue(completion, at=now)
    whole = certificates.issue_course(enrolment.learner, part=enrolment.part.slug, at=now)
    for made in filter(None, (certificate, whole)):
        mail_certificate.enqueue(made.pk)


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    """A certificate already on somebody's wall stays valid, so both are kept."""
    moved = Certificate.objects.of(entry).exclude(part=None)
    parts = list(moved.values_list("part__slug", flat=True))
    Certificate.objects.of(entry).update(learner=earlier)
    for part in parts:
        whole = certificates.issue_course(earlier, part=part, at=timezone.now())
        if whole:
            mail_certificate.enqueue(whole.pk)


@receiver(erasing)
def withdraw(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """A certificate on its way by mail goes too."""
    for certificate in Certificate.objects.of(learner):
        erasure.withdraw(key_of(certificate.pk))


@receiver(corrected)
def rename(sender: Any, learner: Learner, **kwargs: Any) -> None:
    certificates.rename(learner)
