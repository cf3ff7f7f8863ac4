"""When two entries turn out to be one person, the later one's records move to the earlier one."""

from typing import Any

from django.db.models import Max
from django.dispatch import receiver

from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing, joined
from baerekraft.records import completions, judgements, polls, totals
from baerekraft.records.models import Attempt, Enrolment, LessonCompletion, PartCompletion


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    """Re-point the entry's enrolments; where both have the same row, the earlier one stays."""
    before = [totals.contributions(entry), totals.contributions(earlier)]
    voted = [polls.votes(entry), polls.votes(earlier)]
    for enrolment in Enrolment.objects.of(entry):
        home, _created = Enrolment.objects.get_or_create(
            learner=earlier, part=enrolment.part, defaults={"started_at": enrolment.started_at}
        )
        _move_attempts(enrolment, home)
        _move_completions(enrolment, home)
        enrolment.delete()
    judgements.move(entry, earlier)
    _settle(before, totals.contributions(earlier))
    polls.settle(voted, polls.votes(earlier))
    for enrolment in Enrolment.objects.of(earlier):
        last = enrolment.lesson_completions.aggregate(at=Max("completed_at"))["at"]
        if last:
            completions.award_part(
                enrolment.pk, enrolment.part.slug, municipality=earlier.municipality_id, at=last
            )


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


def _settle(
    before: list[dict[totals.Cell, tuple[int, float]]], after: dict[totals.Cell, tuple[int, float]]
) -> None:
    """Move the totals from what the two added apart to what they add together."""
    for contribution in before:
        for cell, (count, score) in contribution.items():
            totals.add(cell, count=-count, score=-score)
    for cell, (count, score) in after.items():
        totals.add(cell, count=count, score=score)


@receiver(erasing)
def keep_totals(sender: Any, learner: Learner, **kwargs: Any) -> None:
    totals.move_to_erased(learner)
    polls.move_to_erased(learner)
