"""The assessments of a learner whose address is proven, for her own page and her download.

A secret is in none of it: to open one, the page posts to `open_url`.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from baerekraft.assessments.models import Assessment
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider


def of(learner: Learner) -> QuerySet[Assessment]:
    """Both have shown that they read the mail of one address: the learner here, the author there."""
    if not learner.proven_at:
        return Assessment.objects.none()
    return Assessment.objects.proven_for(learner.email).select_related("final", "municipality")


@provider("assessments")
def own_assessments(learner: Learner) -> Iterable[dict[str, Any]]:
    for assessment in of(learner).order_by("-changed_at", "pk"):
        yield {
            "id": assessment.pk,
            "title": assessment.title,
            "kind": assessment.fields.get("case/kind", ""),
            "municipality": assessment.municipality.name if assessment.municipality else "",
            "final": assessment.final.number if assessment.final else None,
            "changed_at": assessment.changed_at,
            "open_url": reverse("assessments:mine", args=[assessment.pk]),
            "author": assessment.author,
            "email": assessment.email,
            "email_proven_at": assessment.email_proven_at,
            "language": assessment.language,
            "lesson": assessment.lesson,
            "created_at": assessment.created_at,
            "asked_at": assessment.asked_at,
            "warned_at": assessment.warned_at,
            "fields": assessment.fields,
            "brought_set": assessment.brought_set,
        }


@provider("assessment_histories")
def own_histories(learner: Learner) -> Iterable[dict[str, Any]]:
    """What is stored around each, apart, because her own page does not need it."""
    for assessment in of(learner).order_by("-changed_at", "pk"):
        yield {
            "id": assessment.pk,
            "links": list(
                assessment.links.values("right", "name", "mailed", "made_at", "ended_at", "ended_by")
            ),
            "changes": list(assessment.changes.values("revision", "path", "before", "after", "by", "at")),
            "set_aside": list(assessment.clashes.values("path", "value", "by", "at", "settled_at")),
            "comments": list(
                assessment.comments.values(
                    "step", "name", "text", "at", "answer", "resolved_at", "resolved_by"
                )
            ),
            "reports": list(
                assessment.reports.values(
                    "number", "language", "made_at", "made_by", "checksum", "publication__slug"
                )
            ),
        }
