"""When two entries turn out to be one person, the later one's records move to the earlier one."""

from typing import Any

from django.db.models import Max
from django.dispatch import receiver

from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing, joined
from baerekraft.records import completions, judgements, polls, totals
from baerekraft.records.models import ActiveWeek, Attempt, Enrolment, LessonCompletion, PartCompletion
from baerekraft.records.signals import moved, moving
from baerekraft.records.totals import Post


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    """Re-point the entry's rows; where both have the same, the earlier one's stays."""
    moving.send(Learner, learners=(entry, earlier))
    before = [totals.contributions(entry), totals.contributions(earlier)]
    voted = [*polls.votes(entry), *polls.votes(earlier)]
    for enrolment in Enrolment.objects.of(entry):
        _move_enrolment(enrolment, earlier)
    _move_weeks(entry, earlier)
    judgements.move(entry, earlier)
    totals.settle(before, totals.contributions(earlier))
    polls.settle(voted, polls.votes(earlier))
    moved.send(Learner, learner=earlier)
    for enrolment in Enrolment.objects.of(earlier).select_related("part"):
        last = enrolment.lesson_completions.aggregate(at=Max("completed_at"))["at"]
        if last:
            completions.award_part(enrolment.pk, enrolment.part.slug, post=Post.of(earlier), at=last)


def _move_enrolment(enrolment: Enrolment, earlier: Learner) -> None:
    home = Enrolment.objects.of(earlier).filter(part=enrolment.part_id).first()
    if home is None:
        enrolment.learner = earlier
        enrolment.save(update_fields=["learner"])
        return
    _move_attempts(enrolment, home)
    _move_completions(enrolment, home)
    enrolment.delete()


def _move_weeks(entry: Learner, earlier: Learner) -> None:
    weeks = list(ActiveWeek.objects.of(earlier).values_list("week", flat=True))
    ActiveWeek.objects.of(entry).exclude(week__in=weeks).update(learner=earlier)
    ActiveWeek.objects.of(entry).delete()


def _move_attempts(enrolment: Enrolment, home: Enrolment) -> None:
    for attempt in enrolment.attempts.all():
        same = Attempt.objects.filter(enrolment=home, published=attempt.published).first()
        if same:
            attempt.responses.update(attempt=same)
            attempt.delete()
        else:
            attempt.enrolment = home
            attempt.save(update_fields=["enrolment"])


def _move_completions(enrolment: Enrolment, home: Enrolment) -> None:
    done = home.lesson_completions.values_list("lesson", flat=True)
    LessonCompletion.objects.filter(enrolment=enrolment).exclude(lesson__in=list(done)).update(enrolment=home)
    if not PartCompletion.objects.filter(enrolment=home).exists():
        PartCompletion.objects.filter(enrolment=enrolment).update(enrolment=home)


@receiver(erasing)
def keep_totals(sender: Any, learner: Learner, **kwargs: Any) -> None:
    totals.move_to_erased(learner)
    polls.move_to_erased(learner)
