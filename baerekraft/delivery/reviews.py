"""Reviews: begin(), due(), ask(), answer(), stop()."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from baerekraft.catalog.models import Part
from baerekraft.delivery import calendar, memory, questions
from baerekraft.delivery.memory import Remembered
from baerekraft.delivery.models import Plan, Review
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.records.models import PartCompletion


class NotOffered(Exception):
    """Only who has completed the part is asked about it, and only where there is something to ask."""


class NoSuchChoice(Exception):
    """The question has no such option."""


def begin(learner: Learner, *, part: Part, at: datetime) -> Plan:
    """Plan the part's questions. Yes said twice is one plan; after a stop, yes is a new one."""
    completed = PartCompletion.objects.of(learner).filter(enrolment__part=part).exists()
    if not completed or not questions.in_part(part.slug, language=language_of(learner)):
        raise NotOffered
    finished = latest(learner, part)
    if finished and is_done(finished):
        return finished
    # The unique constraint decides between two taps at once.
    plan, _created = Plan.objects.get_or_create(
        learner=learner, part=part, ended_at=None, defaults={"begun_at": at}
    )
    return plan


def latest(learner: Learner, part: Part) -> Plan | None:
    return Plan.objects.of(learner).filter(part=part).order_by("begun_at", "id").last()


def total() -> int:
    return len(settings.REVIEW_DAYS)


def is_done(plan: Plan) -> bool:
    """Whether every question has been asked."""
    return plan.reviews.count() >= total()


def stop(plan: Plan, *, at: datetime) -> None:
    """Ask no more, and take back a mail that is on its way."""
    with transaction.atomic():
        Plan.objects.going().filter(pk=plan.pk).update(ended_at=at)
        withdraw_mail(plan)


def withdraw_mail(plan: Plan) -> None:
    for review in plan.reviews.filter(answered_at=None):
        erasure.withdraw(key_of(review))


def key_of(review: Review) -> str:
    """The key of the message that asks it."""
    return f"review-{review.plan_id}-{review.number}"


def language_of(learner: Learner) -> str:
    return learner.language if learner.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def next_on(plan: Plan) -> date | None:
    """The day of the next question, None when there is none to come."""
    if plan.ended_at:
        return None
    asked = [calendar.day_of(review.asked_at) for review in plan.reviews.order_by("number")]
    return calendar.next_on(calendar.day_of(plan.begun_at), asked)


def due(*, at: datetime) -> list[Plan]:
    """Plans whose next question's day has come, and whose learner has shown that the address is hers."""
    today = calendar.day_of(at)
    going = Plan.objects.going().mailable().prefetch_related("reviews").order_by("begun_at", "pk")
    return [plan for plan in going.iterator(chunk_size=500) if _is_due(plan, today)]


def _is_due(plan: Plan, today: date) -> bool:
    asked = sorted(calendar.day_of(review.asked_at) for review in plan.reviews.all())
    day = calendar.next_on(calendar.day_of(plan.begun_at), asked)
    return day is None or day <= today


@transaction.atomic
def ask(pk: int, *, at: datetime) -> Review | None:
    """Ask the plan's next question if its day has come; the caller mails it in the same transaction.

    A plan with nothing to ask ends. Asking twice on one day asks once.
    """
    plan = Plan.objects.going().mailable().select_for_update().filter(pk=pk).first()
    if plan is None or not _is_due(plan, calendar.day_of(at)):
        return None
    picked = pick(plan, at=at) if not is_done(plan) else None
    if picked is None:
        end(plan, at=at)
        return None
    review = plan.reviews.create(
        number=plan.reviews.count() + 1,
        published_id=picked.entry.published,
        exercise=picked.question.exercise,
        statement=picked.question.statement,
        card=memory.stored(picked.card),
        asked_at=at,
    )
    if is_done(plan):
        end(plan, at=at)
    return review


def end(plan: Plan, *, at: datetime) -> None:
    plan.ended_at = at
    plan.save(update_fields=["ended_at"])


def pick(plan: Plan, *, at: datetime) -> Remembered | None:
    """What she is likeliest to have forgotten, and not what this plan has asked before while there is anything else."""
    offered = questions.in_part(plan.part.slug, language=language_of(plan.learner))
    before = set(plan.reviews.values_list("published__lesson", "exercise", "statement"))
    remembered = memory.of(plan, offered, at=at)
    fresh = [one for one in remembered if _name(one) not in before]
    return min(fresh or remembered, key=lambda one: one.likelihood, default=None)


def _name(one: Remembered) -> tuple[int, str, str]:
    return one.entry.lesson, one.question.exercise, one.question.statement


@transaction.atomic
def answer(review: Review, *, choice: str, at: datetime) -> Review:
    """Keep the first answer and let it review the card; a second answer changes nothing."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.answered_at:
        return review
    chosen = questions.asked(review).choice(choice)
    if chosen is None:
        raise NoSuchChoice
    card = memory.reviewed(memory.loaded(review.card), float(chosen.right), at=at)
    review.card, review.choice, review.answered_at = memory.stored(card), choice, at
    review.save(update_fields=["card", "choice", "answered_at"])
    Learner.objects.filter(pk=review.plan.learner_id, active_at__lt=at).update(active_at=at)
    return review
