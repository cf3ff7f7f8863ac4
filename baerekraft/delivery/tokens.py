"""What the links in a mail carry: a signed number, nothing else; it lasts for sixty days."""

from datetime import timedelta

from django.core import signing

from baerekraft.delivery.models import Plan, Review
from baerekraft.learners.mailed import TokenRefused

LIFETIME = timedelta(days=60)
ANSWER, STOP = "review-answer", "review-stop"


def to_answer(review: Review) -> str:
    return signing.dumps(review.pk, salt=ANSWER)


def to_stop(plan: Plan) -> str:
    return signing.dumps(plan.pk, salt=STOP)


def review(token: str) -> Review:
    rows = Review.objects.select_related("plan__part", "plan__learner", "published")
    return _found(rows.filter(pk=_opened(token, ANSWER)).first())


def plan(token: str) -> Plan:
    return _found(Plan.objects.select_related("part", "learner").filter(pk=_opened(token, STOP)).first())


def _opened(token: str, salt: str) -> int:
    try:
        return int(signing.loads(token, salt=salt, max_age=LIFETIME))
    except signing.SignatureExpired:
        raise TokenRefused("expired") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise TokenRefused("wrong") from None


def _found[T](row: T | None) -> T:
    """A row that is gone went with its learner."""
    if row is None:
        raise TokenRefused("expired")
    return row
