"""Follow-up: on the day the author chose, a mail asks her what became of the measures. Once for each day she chooses."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from baerekraft.assessments import links, starting
from baerekraft.assessments.models import Assessment, Link
from baerekraft.learners import inbox
from baerekraft.mail import messages

STEP = "oppfolging"


def due(*, at: datetime) -> QuerySet[Assessment]:
    """Those whose day has come and is not asked about yet, and whose author can be written to."""
    today = timezone.localdate(at)
    return Assessment.objects.filter(follow_up_on__lte=today, asked_at=None).exclude(email="")


@transaction.atomic
def ask(pk: UUID, *, at: datetime) -> bool:
    """Ask and mail in one transaction, so that a crash leaves both or neither; tried twice it asks once."""
    assessment = due(at=at).select_for_update().filter(pk=pk).first()
    if assessment is None or not _takes_mail(assessment):
        return False
    Assessment.objects.filter(pk=pk).update(asked_at=at)
    mail(assessment, starting.own_link(assessment, at=at))
    return True


def _takes_mail(assessment: Assessment) -> bool:
    return bool(assessment.email_proven_at) or inbox.takes_one_more(assessment.email, about="assessment")


def mail(assessment: Assessment, link: Link) -> None:
    """To an address that nobody has proven goes nothing that the author wrote."""
    proven = bool(assessment.email_proven_at)
    measures = assessment.document.measures.values() if proven else ()
    messages.post(
        "assessments/mail/follow_up.html",
        to=assessment.email,
        context={
            "name": inbox.greeting(assessment.author) if proven else "",
            "title": assessment.title if proven else "",
            "measures": [measure.text for measure in measures if measure.text],
            "url": links.address(link, language=assessment.language, step=STEP),
        },
        language=assessment.language,
        # The revision, because a day that is chosen again is asked about again.
        key=f"assessment-follow-up-{assessment.pk}-{assessment.revision}",
    )
