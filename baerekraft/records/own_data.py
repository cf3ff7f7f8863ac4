"""What the records hold about a learner, for her own page and her download."""

from typing import Any

from django.db.models import F

from baerekraft.learners.models import Learner
from baerekraft.learners.own_data import provider
from baerekraft.records.models import (
    ActiveWeek,
    Enrolment,
    FollowUp,
    LessonCompletion,
    PartCompletion,
    Response,
    SelfJudgement,
)

# Where she worked and as what at the time.
PLACED = {"at_municipality": F("municipality__name"), "at_unit": F("unit__name"), "as_role": F("role")}


@provider("enrolments")
def enrolments(learner: Learner) -> Any:
    return Enrolment.objects.of(learner).values("started_at", **PLACED, part_slug=F("part__slug"))


@provider("responses")
def responses(learner: Learner) -> Any:
    return (
        Response.objects.of(learner)
        .order_by("answered_at")
        .values(
            "id",
            "exercise",
            "answer",
            "score",
            "answered_at",
            "received_at",
            at_municipality=F("municipality__name"),
            lesson=F("attempt__published__lesson__slug"),
            version=F("attempt__published__version"),
            started_at=F("attempt__started_at"),
            at_unit=F("attempt__unit__name"),
            as_role=F("attempt__role"),
        )
    )


@provider("lesson_completions")
def lesson_completions(learner: Learner) -> Any:
    return LessonCompletion.objects.of(learner).values(
        "completed_at", "seconds", "via", **PLACED, lesson_slug=F("lesson__slug")
    )


@provider("part_completions")
def part_completions(learner: Learner) -> Any:
    return PartCompletion.objects.of(learner).values(
        "completed_at", **PLACED, part_slug=F("enrolment__part__slug")
    )


@provider("active_weeks")
def active_weeks(learner: Learner) -> Any:
    return ActiveWeek.objects.of(learner).order_by("week").values("week", **PLACED)


@provider("pledges_asked_about")
def follow_ups(learner: Learner) -> Any:
    return FollowUp.objects.of(learner).values("response_id", "asked_at", "outcome", "answered_at")


@provider("self_judgements")
def self_judgements(learner: Learner) -> Any:
    return (
        SelfJudgement.objects.of(learner)
        .order_by("part", "number")
        .values(
            "number",
            "goal",
            "before",
            "now",
            "judged_at",
            part_slug=F("part__slug"),
            at_municipality=F("municipality__name"),
        )
    )
