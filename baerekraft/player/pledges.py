"""Pledges: thirty days after a promise, a mail asks how it went."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse

from baerekraft.catalog import shelf
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.mail import messages
from baerekraft.records.models import FollowUp, Response


def ask(*, at: datetime) -> int:
    """Enqueue a mail for every pledge whose day has come and that nobody has asked about; return how many."""
    due = at - timedelta(days=settings.PLEDGE_DAYS)
    asked = 0
    rows = Response.objects.filter(score=None, follow_up=None, answered_at__lt=due).select_related(
        "attempt__published"
    )
    for response in rows.iterator():
        if isinstance(exercise_of(response), Pledge):
            with transaction.atomic():
                FollowUp.objects.create(response=response, asked_at=at)
                mail_pledge.enqueue(str(response.pk))
            asked += 1
    return asked


def exercise_of(response: Response) -> object:
    version = shelf.version(response.attempt.published_id)
    return version.exercises.get(response.exercise) if version else None


@task
def mail_pledge(pk: str) -> None:
    response = (
        Response.objects.select_related("attempt__enrolment__learner", "attempt__published")
        .filter(pk=pk)
        .first()
    )
    exercise = exercise_of(response) if response else None
    if response is None or not isinstance(exercise, Pledge):
        return
    learner = response.attempt.enrolment.learner
    if not learner.email:
        return
    messages.post(
        "player/mail/pledge.html",
        to=learner.email,
        context={
            "name": learner.name,
            "pledge": exercise.words(exercise.read(response.answer)),
            "own_url": settings.BASE_URL + reverse("player:own"),
        },
        language=learner.language,
        key=f"pledge-{pk}",
    )
