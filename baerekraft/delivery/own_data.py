"""The parts a learner has completed, with the questions she has said yes to, for her own page and her download."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from baerekraft.catalog.models import Part
from baerekraft.delivery import questions, reviews
from baerekraft.delivery.models import Plan
from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider
from baerekraft.records.models import PartCompletion


@provider("reviews")
def own_reviews(learner: Learner) -> Iterable[dict[str, Any]]:
    completed = set(PartCompletion.objects.of(learner).values_list("enrolment__part", flat=True))
    planned: dict[int, list[Plan]] = {}
    for plan in Plan.objects.of(learner).prefetch_related("reviews__published").order_by("begun_at", "id"):
        planned.setdefault(plan.part_id, []).append(plan)
    for part in Part.objects.filter(pk__in=completed | set(planned)).order_by("slug"):
        plans = planned.get(part.pk, [])
        yield {
            "part": part.slug,
            **standing(learner, part, plans[-1] if plans else None),
            "begin_url": reverse("delivery:begin", args=[part.slug]),
            "stop_url": reverse("delivery:end", args=[part.slug]),
            "plans": [told(plan) for plan in plans],
        }


def standing(learner: Learner, part: Part, plan: Plan | None) -> dict[str, Any]:
    """`state`: asked now and then («going»), all asked («done»), free to say yes («offered»), or nothing to ask."""
    next_on = reviews.next_on(plan) if plan else None
    if next_on:
        return {"state": "going", "next_on": max(next_on, timezone.localdate())}
    if plan and reviews.is_done(plan):
        return {"state": "done", "next_on": None}
    offered = questions.in_part(part.slug, language=reviews.language_of(learner))
    return {"state": "offered" if offered else "nothing", "next_on": None}


def told(plan: Plan) -> dict[str, Any]:
    """Everything stored about the plan."""
    return {
        "begun_at": plan.begun_at,
        "ended_at": plan.ended_at,
        "questions": [
            {
                "number": review.number,
                "lesson": review.published.content["slug"],
                "version": review.published.version,
                "exercise": review.exercise,
                "statement": review.statement,
                "asked_at": review.asked_at,
                "choice": review.choice,
                "answered_at": review.answered_at,
                "memory": review.card,
            }
            for review in sorted(plan.reviews.all(), key=lambda review: review.number)
        ],
    }
