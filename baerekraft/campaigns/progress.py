"""How far a campaign's people have come: true counts, which nobody is shown before they are rounded."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.catalog.models import Lesson
from baerekraft.records.models import Attempt, LessonCompletion

LISTED = Q(joined_at=None, removed_at=None)
WAITING = Q(sent_at=None, next_at__isnull=False, stopped_at=None, bounced_at=None, paused_at=None)


@dataclass(frozen=True)
class Progress:
    """`people` are on the list, and so are those who are written to, stop and wait; `waiting` for the first mail.

    `others` have come by the link, or been taken off the list: they are among those who `started`, and who `completed`
    every lesson, so that taking somebody out tells nothing of her.
    """

    people: int = 0
    others: int = 0
    written_to: int = 0
    started: int = 0
    completed: int = 0
    stopped: int = 0
    bounced: int = 0
    waiting: int = 0


def of(campaign: Campaign) -> Progress:
    goal = lessons(campaign)
    people = campaign.recipients.aggregate(
        people=Count("pk", filter=LISTED),
        others=Count("pk", filter=~LISTED),
        written_to=Count("pk", filter=LISTED & Q(sent_at__isnull=False)),
        stopped=Count("pk", filter=LISTED & Q(stopped_at__isnull=False)),
        bounced=Count("pk", filter=LISTED & Q(bounced_at__isnull=False)),
        waiting=Count("pk", filter=LISTED & WAITING),
    )
    entered = campaign.recipients.exclude(learner=None)
    learning = with_completed(entered, goal).aggregate(
        started=Count("pk", filter=Q(has_started=True)),
        completed=Count("pk", filter=Q(completed_lessons__gte=max(1, len(campaign.lessons)))),
    )
    return Progress(**people, **learning)


def completed_lessons(recipient: Recipient) -> set[str]:
    """Keys of the lessons that she has completed, by mail or elsewhere."""
    if recipient.learner_id is None:
        return set()
    rows = LessonCompletion.objects.filter(enrolment__learner=recipient.learner_id)
    return {f"{part}/{slug}" for part, slug in rows.values_list("lesson__part__slug", "lesson__slug")}


def with_completed(recipients: QuerySet[Recipient], goal: list[int]) -> QuerySet[Any]:
    """Each with `has_started` and `completed_lessons`, of these."""
    attempts = Attempt.objects.filter(enrolment__learner=OuterRef("learner"), published__lesson__in=goal)
    return recipients.annotate(
        has_started=Exists(attempts),
        completed_lessons=Count(
            "learner__enrolments__lesson_completions",
            filter=Q(learner__enrolments__lesson_completions__lesson__in=goal),
            distinct=True,
        ),
    )


def lessons(campaign: Campaign) -> list[int]:
    """The campaign's lessons as they are in the catalog."""
    keys = {tuple(key.split("/", 1)) for key in campaign.lessons}
    rows = Lesson.objects.filter(part__slug__in={part for part, _slug in keys})
    return [pk for pk, part, slug in rows.values_list("pk", "part__slug", "slug") if (part, slug) in keys]
