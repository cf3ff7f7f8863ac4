"""Pledges: thirty days after a promise, a mail asks how it went."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.tasks import task

from baerekraft.catalog import shelf
from baerekraft.design import languages
from baerekraft.exercises.pledge.exercise import OWN, Pledge
from baerekraft.learners import inbox
from baerekraft.mail import messages
from baerekraft.records.models import FollowUp, Response

LATE = timedelta(days=60)  # nobody is asked about what she promised longer ago than this and the days to wait


def ask(*, at: datetime) -> int:
    """Enqueue a mail for every pledge that still stands, whose day has come and that nobody has asked about; return
    how many."""
    due = at - timedelta(days=settings.PLEDGE_DAYS)
    asked = 0
    rows = (
        Response.objects.filter(score=None, follow_up=None)
        .filter(answered_at__lt=due, answered_at__gte=due - LATE)
        .exclude(Exists(later()))
        .select_related("attempt__published")
    )
    for response in rows.iterator():
        if isinstance(exercise_of(response), Pledge):
            with transaction.atomic():
                FollowUp.objects.create(response=response, asked_at=at)
                mail_pledge.enqueue(str(response.pk))
            asked += 1
    return asked


def later() -> QuerySet[Response]:
    """What the learner has answered to the same exercise since."""
    return Response.objects.filter(
        attempt__enrolment=OuterRef("attempt__enrolment"),
        attempt__published__lesson=OuterRef("attempt__published__lesson"),
        exercise=OuterRef("exercise"),
    ).filter(
        Q(answered_at__gt=OuterRef("answered_at"))
        | Q(answered_at=OuterRef("answered_at"), pk__gt=OuterRef("pk"))
    )


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
    learner, answer = response.attempt.enrolment.learner, exercise.read(response.answer)
    if answer.step == OWN and not learner.proven_at:
        return  # her own words stay on her own page until the address is known to be hers
    if not inbox.open_to(learner, about="pledge"):
        return
    messages.post(
        "player/mail/pledge.html",
        to=learner.email,
        context={
            "name": learner.name,
            "pledge": exercise.words(answer),
            "own_url": settings.BASE_URL + languages.link(learner.language, "player:own"),
        },
        language=learner.language,
        key=f"pledge-{pk}",
    )
