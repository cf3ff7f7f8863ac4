"""What assessments do when something happens in lower rooms."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import Assessment, Publication, Report
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded

# Nothing follows a corrected name or address: the signal does not tell what they were, and an author may sign with
# another name than the one she learns under.


@receiver(erasing)
def take_off(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """Her proven address goes from every assessment, and her name from what she did. The group's work stays."""
    if not learner.proven_at or not learner.email or has_been_away(learner):
        return
    for assessment in Assessment.objects.filter(email=learner.email):
        # Whoever typed her address without proving it may be somebody else, with a name of her own.
        names = {learner.name, assessment.author if assessment.email_proven_at else ""} - {""}
        forget(assessment, names)
        withdraw(assessment, names)


@receiver(succeeded)
def follow(sender: Any, predecessor: Municipality, successor: Municipality, kind: str, **kwargs: Any) -> None:
    """A check belongs to the municipality that its own has become a part of; final reports say what they said.

    The records have let the totals follow already.
    """
    if kind != Succession.Kind.MERGER:
        return
    for assessment in Assessment.objects.select_for_update().filter(municipality=predecessor):
        assessment.fields["case/municipality"] = successor.slug
        assessment.municipality = successor
        assessment.save(update_fields=["fields", "municipality"])


def has_been_away(learner: Learner) -> bool:
    """Whether the course forgets her because she is done with it; what she assesses has a time of its own."""
    return learner.active_at < timezone.now() - timedelta(days=settings.LEARNER_MONTHS * 365.25 / 12)


def forget(assessment: Assessment, names: set[str]) -> None:
    """Take the author's address off, and these names wherever they say who did something."""
    author = "" if assessment.author in names else assessment.author
    Assessment.objects.filter(pk=assessment.pk).update(author=author, email="", email_proven_at=None)
    assessment.links.filter(mailed=True).update(mailed=False)
    assessment.links.filter(name__in=names).update(name="")
    assessment.changes.filter(by__in=names).update(by="")
    assessment.clashes.filter(by__in=names).update(by="")
    assessment.comments.filter(name__in=names).update(name="")
    assessment.comments.filter(resolved_by__in=names).update(resolved_by="")
    Report.objects.filter(assessment=assessment, made_by__in=names).update(made_by="")


def withdraw(assessment: Assessment, names: set[str]) -> None:
    """Nothing stays published that tells who she is; the others can publish it again without names."""
    for publication in Publication.objects.standing().filter(report__assessment=assessment):
        if any(name in str(publication.content) for name in names):
            publishing.withdraw(publication, at=timezone.now())
