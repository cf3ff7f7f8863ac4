from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.delivery import questions, reviews, tokens
from baerekraft.delivery.models import Review
from baerekraft.design import languages
from baerekraft.learners import inbox
from baerekraft.mail import hours, messages


def book(*, at: datetime) -> int:
    """Enqueue a task for every question whose day has come, for a decent hour; return how many."""
    due = reviews.due(at=at)
    for plan in due:
        ask.using(run_after=hours.decent(at)).enqueue(plan.pk)
    return len(due)


@task
def ask(plan: int) -> None:
    """Ask and mail in one transaction, so that a crash leaves both or neither; booked twice it asks once."""
    now = timezone.now()
    morning = hours.decent(now)
    if morning > now:
        ask.using(run_after=morning).enqueue(plan)
        return
    with transaction.atomic():
        review = reviews.ask(plan, at=now)
        if review:
            mail(review)


def mail(review: Review) -> None:
    learner = review.plan.learner
    language = reviews.language_of(learner)
    part = shelf.now(language).part(review.plan.part.slug)
    stop = settings.BASE_URL + languages.link(language, "delivery:stop", tokens.to_stop(review.plan))
    messages.post(
        "delivery/mail/question.html",
        to=learner.email,
        context={
            "name": inbox.greeting(learner.name),
            "part": part.document.title if part else "",
            "lesson": review.published.document.title,
            "number": review.number,
            "total": reviews.total(),
            "question": questions.asked(review),
            "url": settings.BASE_URL
            + languages.link(language, "delivery:question", tokens.to_answer(review)),
            "stop_url": stop,
        },
        language=language,
        # RFC 8058: the mail program's own button stops the questions without opening a page.
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        key=reviews.key_of(review),
    )
