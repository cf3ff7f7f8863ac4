"""Finalising: a report is frozen with date, number and checksum; and a new version is begun."""

import hashlib
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baerekraft.assessments import counting, links, reporting, sets, starting
from baerekraft.assessments.document import Answer, Document
from baerekraft.assessments.models import Assessment, Report, content_of
from baerekraft.assessments.paper import naming, printing
from baerekraft.assessments.reporting import Shown
from baerekraft.mail import messages
from baerekraft.mail.messages import MailNotSent

STEP = "rapport"
TRIES = 5
# What most mailboxes take, when it has become text on the way.
MOST_ATTACHED = 5_000_000


class NotFinished(Exception):
    """It cannot be made final; the text says what to do about it."""


def finish(assessment: Assessment, *, by: str, at: datetime) -> Report:
    """Freeze what stands in the assessment, and mail it to the author. Pressed twice it is one report.

    The PDF is made before anything is locked: nobody's writing waits for it. Raises NotFinished.
    """
    for _try in range(TRIES):
        seen = Assessment.objects.select_related("final", "municipality").get(pk=assessment.pk)
        if seen.final:
            return seen.final
        made = _made(seen, by=by, at=at)
        if kept := _kept(made, seen, at=at):
            return kept
    raise NotFinished(_("Somebody is writing just now. Wait a moment, and try again."))


def reopen(assessment: Assessment, *, at: datetime) -> None:
    """Begin a new version; the reports so far stay as they are."""
    Assessment.objects.filter(pk=assessment.pk).update(final=None, changed_at=at, warned_at=None)


def draft(assessment: Assessment, *, language: str, at: datetime) -> Shown:
    """What the report says as things stand."""
    return _shown(assessment, assessment.document, language=language, at=at, version=None)


def _made(seen: Assessment, *, by: str, at: datetime) -> Report:
    """The report, not yet kept."""
    document = seen.document
    _check(document)
    number = max((report.number for report in seen.reports.only("number")), default=0) + 1
    shown = _shown(seen, document, language=seen.language, at=at, version=number)
    pdf = printing.pdf(shown)
    checksum = hashlib.sha256(pdf).hexdigest()
    return Report(
        assessment=seen,
        number=number,
        language=seen.language,
        made_at=at,
        made_by=by,
        content=content_of(document),
        shown=shown.model_copy(update={"checksum": checksum}).model_dump(mode="json"),
        pdf=pdf,
        checksum=checksum,
    )


def _check(document: Document) -> None:
    if not document.case.title:
        raise NotFinished(_("Give the case a title first."))
    judged = any(one.effect for one in (*document.main.goals.values(), *document.main.targets.values()))
    if not judged and document.triage.needed != Answer.NO:
        raise NotFinished(_("Answer for at least one goal first, or tell why no check is needed."))


def _shown(
    assessment: Assessment, document: Document, *, language: str, at: datetime, version: int | None
) -> Shown:
    """Without the address: it is secret, and a report is passed on."""
    home = assessment.municipality
    return reporting.shown(
        document,
        known=sets.every(assessment.brought_set),
        language=language,
        dated=timezone.localdate(at),
        version=version,
        municipality=home.name if home else document.case.municipality,
    )


@transaction.atomic
def _kept(made: Report, seen: Assessment, *, at: datetime) -> Report | None:
    """The final report; none where somebody has written meanwhile."""
    held = Assessment.objects.select_for_update().get(pk=seen.pk)
    if held.final_id:
        return held.final
    if held.revision != seen.revision or held.reports.filter(number=made.number).exists():
        return None
    with counting.settled(held):
        made.save()
    held.final, held.changed_at, held.warned_at = made, at, None
    held.save(update_fields=["final", "changed_at", "warned_at"])
    mail(held, made, at=at)
    return made


def mail(assessment: Assessment, report: Report, *, at: datetime) -> None:
    """The report to an author who reads that mail; to an address that nobody has proven a link and none of her words."""
    proven = bool(assessment.email_proven_at)
    if not assessment.email or not starting.takes_one_more(assessment):
        return
    is_small = len(report.pdf) <= MOST_ATTACHED
    with suppress(MailNotSent):  # no address at all: then nothing can be mailed, and the report stands
        messages.post(
            "assessments/mail/report.html",
            to=assessment.email,
            context={
                "title": assessment.title if proven else "",
                "number": report.number,
                "attached": proven and is_small,
                "url": links.address(
                    starting.own_link(assessment, at=at), language=assessment.language, step=STEP
                ),
            },
            language=assessment.language,
            attachments=[(naming.of_report(report, "pdf"), bytes(report.pdf), "application/pdf")]
            if proven and is_small
            else [],
            key=f"assessment-report-{report.pk}",
        )
