"""Telling: a row for each address that wants to know, written in the same transaction as what happened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import Report
from baerekraft.credentials.models import Certificate
from baerekraft.interop import pseudonyms
from baerekraft.interop.webhooks import tasks
from baerekraft.interop.webhooks.models import Delivery, Kind, Webhook
from baerekraft.learners.models import Learner
from baerekraft.records.models import PartCompletion

Data = dict[str, Any]


def part_completed(completion: PartCompletion) -> None:
    """Who, by a name that means nothing elsewhere; which part; which day. Not where she works: few work in some places."""
    enrolment = completion.enrolment
    told = {"part": enrolment.part.slug, "course": enrolment.part.course, "day": day(completion.completed_at)}
    _tell(
        Kind.PART,
        lambda webhook: {"learner": name_at(webhook, enrolment.learner)} | told,
        at=completion.completed_at,
        about=enrolment.learner,
    )


def certificate_issued(certificate: Certificate) -> None:
    """What its public page says to anybody with the code. Not by the pseudonym; but who is told of the part too, at the
    same moment, can tell whose it is (docs/webhooks.md).
    """
    told = {
        "code": certificate.code,
        "part": certificate.part.slug if certificate.part else None,
        "language": certificate.language,
        "day": day(certificate.issued_at),
    }
    _tell(Kind.CERTIFICATE, lambda _webhook: told, at=certificate.issued_at, about=certificate.learner)


def assessment_finalised(report: Report) -> None:
    """What kind of case, where and when; title and address only where the author shows an earlier version to everybody."""
    assessment = report.assessment
    shown = publishing.of(assessment) if assessment else None
    home = assessment.municipality if assessment else None
    told: Data = {
        "kind": report.document.case.kind,
        "municipality": home.slug if home else None,
        "version": report.number,
        "language": report.language,
        "day": day(report.made_at),
    }
    if shown and not shown.withdrawn_at:
        told["published"] = {"title": shown.title, "id": shown.slug}
    _tell(Kind.ASSESSMENT, lambda _webhook: told, at=report.made_at)


def ping(webhook: Webhook, *, at: datetime) -> None:
    _write(webhook, Kind.PING, {"name": webhook.name}, happened_at=at, at=at).save()
    tasks.book(at=at)


def name_at(webhook: Webhook, learner: Learner) -> str:
    return pseudonyms.of(learner.pk, at=f"webhook-{webhook.pk}")


def day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def _tell(kind: Kind, told: Callable[[Webhook], Data], *, at: datetime, about: Learner | None = None) -> None:
    """Those that are paused are told when they are taken up again."""
    now = timezone.now()
    rows = [
        _write(webhook, kind, told(webhook), happened_at=at, at=now, learner=about)
        for webhook in Webhook.objects.all()
        if kind in webhook.kinds
    ]
    if rows:
        Delivery.objects.bulk_create(rows)
        tasks.book(at=now)


def _write(webhook: Webhook, kind: Kind, data: Data, *, at: datetime, **more: Any) -> Delivery:
    return Delivery(webhook=webhook, kind=kind, data=data, tried_since=at, next_at=at, **more)
