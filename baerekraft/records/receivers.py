"""Facts and figures of a municipality that has become a part of another are that one's from the same moment."""

from typing import Any

from django.db import connection
from django.dispatch import receiver

from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded
from baerekraft.records import polls, totals
from baerekraft.records.models import (
    ActiveWeek,
    Attempt,
    Enrolment,
    LessonCompletion,
    PartCompletion,
    Response,
    SelfJudgement,
)

FACTS = (Enrolment, Attempt, Response, LessonCompletion, PartCompletion, ActiveWeek, SelfJudgement)


@receiver(succeeded)
def follow(sender: Any, predecessor: Municipality, successor: Municipality, kind: str, **kwargs: Any) -> None:
    """After a split nothing moves: what happened before it happened in the predecessor."""
    if kind != Succession.Kind.MERGER:
        return
    for model in FACTS:
        model._default_manager.filter(municipality=predecessor).update(municipality=successor)
    with connection.cursor() as cursor:
        cursor.execute(totals.LAY_TOGETHER, [successor.pk, predecessor.pk])
        cursor.execute("DELETE FROM records_total WHERE municipality = %s", [predecessor.pk])
    polls.merge(predecessor.pk, successor.pk)
