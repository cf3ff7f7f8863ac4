"""Retention: an assessment that nobody changes is deleted, after a warning to an author who can be reached."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from baerekraft.assessments import links, starting
from baerekraft.assessments.models import Assessment, Link
from baerekraft.learners import inbox
from baerekraft.mail import messages

STEP = "bevaring"
NOTICE = timedelta(days=30)
# A follow-up still to come keeps the assessment, and its author has so long to answer; not a day in a distant century.
ANSWERING, FURTHEST = timedelta(days=60), timedelta(days=3653)
REACHED = ~Q(email="") & Q(email_proven_at__isnull=False)


def idle(*, at: datetime) -> QuerySet[Assessment]:
    """Those whose time is up by then, if nobody touches them before."""
    today = timezone.localdate(at)
    follows = Q(follow_up_on__gt=today - ANSWERING, follow_up_on__lte=today + FURTHEST)
    return Assessment.objects.idle_since(at - lifetime()).exclude(follows)


def lifetime() -> timedelta:
    return timedelta(days=settings.ASSESSMENT_MONTHS * 365.25 / 12)


def to_warn(*, at: datetime) -> QuerySet[Assessment]:
    return idle(at=at + NOTICE).filter(REACHED, warned_at=None)


def to_delete(*, at: datetime) -> QuerySet[Assessment]:
    """Nobody who can be warned loses anything before the warning's time has passed."""
    return idle(at=at).filter(Q(warned_at__lte=at - NOTICE) | (Q(warned_at=None) & ~REACHED))


@transaction.atomic
def warn(pk: UUID, *, at: datetime) -> bool:
    """Warn and mail in one transaction; tried twice it warns once."""
    assessment = to_warn(at=at).select_for_update().filter(pk=pk).first()
    if assessment is None:
        return False
    assessment.warned_at = at
    assessment.save(update_fields=["warned_at"])
    mail(assessment, starting.own_link(assessment, at=at))
    return True


def gone_on(assessment: Assessment) -> date:
    """The first day that it may be gone."""
    ends = assessment.changed_at + lifetime()
    return timezone.localdate(max(ends, assessment.warned_at + NOTICE) if assessment.warned_at else ends)


def mail(assessment: Assessment, link: Link) -> None:
    messages.post(
        "assessments/mail/warning.html",
        to=assessment.email,
        context={
            "name": inbox.greeting(assessment.author),
            "title": assessment.title,
            "changed_on": timezone.localdate(assessment.changed_at),
            "gone_on": gone_on(assessment),
            "url": links.address(link, language=assessment.language, step=STEP),
        },
        language=assessment.language,
        key=f"assessment-warning-{assessment.pk}-{assessment.changed_at.timestamp():.0f}",
    )


def keep(assessment: Assessment, *, at: datetime) -> None:
    """Its time begins anew, though not a word is changed: a final one cannot be."""
    Assessment.objects.filter(pk=assessment.pk).update(changed_at=at, warned_at=None)


def delete_idle(*, at: datetime) -> int:
    """Delete what has lived its time, one by one; return how many."""
    return sum(delete(pk, at=at) for pk in list(to_delete(at=at).values_list("pk", flat=True)))


@transaction.atomic
def delete(pk: UUID, *, at: datetime) -> bool:
    """Looked at again, because somebody may have saved meanwhile."""
    assessment = to_delete(at=at).select_for_update().filter(pk=pk).first()
    if assessment:
        starting.delete(assessment, reason=Link.End.EXPIRED, at=at)
    return assessment is not None
