"""What the campaigns store about a learner, for her own page and her download."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from baerekraft.campaigns import tokens
from baerekraft.campaigns.models import Recipient
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider


@provider("campaigns")
def own_letters(learner: Learner) -> Iterable[dict[str, Any]]:
    rows = of(learner).select_related("campaign__municipality", "unit").prefetch_related("sendings")
    for row in rows.order_by("-added_at", "-pk"):
        yield {**told(row), "sendings": [sent(sending) for sending in row.sendings.all()]}


def of(learner: Learner) -> QuerySet[Recipient]:
    """Where she has entered, and where a list has the address that she has shown is hers."""
    hers = Q(learner=learner)
    if learner.proven_at and learner.email:
        hers |= Q(email=learner.email, learner=None)
    return Recipient.objects.filter(hers)


def told(row: Recipient) -> dict[str, Any]:
    """`pace_url` is hers alone: who has not shown that the address is hers does not get it."""
    hers = row.learner is None or bool(row.learner.proven_at and row.learner.email == row.email)
    return {
        "title": row.campaign.title,
        "municipality": row.campaign.municipality.name,
        "named": row.campaign.named,
        "email": row.email,
        "name": row.name,
        "unit": row.unit.name if row.unit else "",
        "role": row.role,
        "language": row.language,
        "added_at": row.added_at,
        "sent": row.sent,
        "reminded": row.reminded,
        "sent_at": row.sent_at,
        "next_at": row.next_at,
        "paused_at": row.paused_at,
        "stopped_at": row.stopped_at,
        "bounced_at": row.bounced_at,
        "done_at": row.done_at,
        "pace_url": reverse("campaigns:pace", args=[tokens.of(row)]) if hers else "",
    }


def sent(sending: Any) -> dict[str, Any]:
    return {"kind": sending.kind, "lesson": sending.lesson, "posted_at": sending.posted_at}
