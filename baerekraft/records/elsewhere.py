"""Elsewhere: a lesson done in another system counts as done here, once, for whoever has proven the address it came with."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from baerekraft.catalog import shelf
from baerekraft.catalog.models import Lesson, PublishedLesson
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing, proven
from baerekraft.records import completions, responses, totals
from baerekraft.records.models import EarnedElsewhere, Enrolment, LessonCompletion
from baerekraft.records.signals import lesson_completed
from baerekraft.records.totals import Post

AT_ONCE = 500  # rows in a statement


@transaction.atomic
def earn(learner: Learner, lesson: Lesson, *, at: datetime, via: str) -> bool:
    """Complete the lesson for her as of then; False when she has it, or it was never published.

    `via` is where she did it, in words for her to read. How long it took is not known, and not counted.
    """
    if LessonCompletion.objects.of(learner).filter(lesson=lesson).exists():
        return False
    newest = PublishedLesson.objects.filter(lesson=lesson, municipality=None).order_by("-published_at", "-pk")
    published = newest.values_list("pk", flat=True).first()
    version = shelf.version(published) if published else None
    if version is None:
        return False
    post = Post.of(learner)
    home = Enrolment.objects.of(learner).filter(part=version.part).values_list("pk", flat=True).first()
    enrolment, _attempt, begun = responses.begin(version, learner.pk, home, post, at=at)
    _row, is_new = LessonCompletion.objects.get_or_create(
        enrolment_id=enrolment,
        lesson=lesson,
        defaults={"completed_at": at, "via": via[:80], **_placed(post)},
    )
    done = totals.spread(totals.day_of(at), lesson.pk, totals.COMPLETED, post) if is_new else ()
    totals.add_all(dict.fromkeys([*begun, *done], (1, 0)))
    if is_new:
        lesson_completed.send(LessonCompletion, enrolment=enrolment, lesson=lesson.pk, at=at)
        _award_part(enrolment, version.key.partition("/")[0], post)
    return is_new


def _placed(post: Post) -> dict[str, Any]:
    return {"municipality_id": post.municipality, "unit_id": post.unit, "role": post.role}


def _award_part(enrolment: int, part: str, post: Post) -> None:
    """As of the last of its lessons, whichever came in last."""
    last = LessonCompletion.objects.filter(enrolment=enrolment).aggregate(at=Max("completed_at"))["at"]
    completions.award_part(enrolment, part, post=post, at=last)


def wait(email: str, lesson: Lesson, *, at: datetime, via: str) -> None:
    """Keep it until somebody proves this address; the first one stays."""
    wait_all([(email, lesson.pk, at)], via=via, received_at=timezone.now())


def wait_all(found: Iterable[tuple[str, int, datetime]], *, via: str, received_at: datetime) -> None:
    """The same for many: address, lesson and when."""
    EarnedElsewhere.objects.bulk_create(
        [
            EarnedElsewhere(
                digest=digest(email),
                lesson_id=lesson,
                completed_at=at,
                via=via[:80],
                received_at=received_at,
            )
            for email, lesson, at in found
        ],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )


@transaction.atomic
def claim(learner: Learner, *, at: datetime) -> int:
    """Give her what waits for her address, if it is proven; return how many lessons were new to her."""
    if not learner.proven_at or not learner.email:
        return 0
    waiting = EarnedElsewhere.objects.filter(digest=digest(learner.email))
    new = 0
    for row in waiting.select_related("lesson").order_by("completed_at", "pk"):
        new += earn(learner, row.lesson, at=min(row.completed_at, at), via=row.via)
    waiting.delete()
    return new


def digest(email: str) -> str:
    """What stands for an address; nobody turns it back without SECRET_KEY."""
    return salted_hmac("earned-elsewhere", email, algorithm="sha256").hexdigest()


def forget_old(*, at: datetime) -> int:
    """Forget what nobody has come for; as long as people on a campaign's list are kept. Returns how many."""
    limit = at - timedelta(days=settings.RECIPIENT_MONTHS * 365.25 / 12)
    return EarnedElsewhere.objects.filter(received_at__lt=limit).delete()[0]


@receiver(proven)
def come(sender: Any, learner: Learner, **kwargs: Any) -> None:
    claim(learner, at=timezone.now())


@receiver(erasing)
def forget(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """Only by whoever has proven the address: it may be somebody else's, whose results wait for her."""
    if learner.proven_at and learner.email:
        EarnedElsewhere.objects.filter(digest=digest(learner.email)).delete()
