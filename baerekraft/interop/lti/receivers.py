"""What LTI does when something happens in lower rooms. Rows about a learner who is erased go with her."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.interop.lti import scoring
from baerekraft.interop.lti.models import LtiLearner, LtiLine
from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import joined
from baerekraft.records.signals import lesson_completed, moved

# Nearly nobody does, and it is asked whenever anybody completes a lesson.
COMES_BY_LTI = (
    "SELECT l.id FROM interop_ltilearner l JOIN records_enrolment e ON e.learner_id = l.learner_id "
    "WHERE e.id = %s LIMIT 1"
)


@receiver(lesson_completed)
def tell(sender: Any, enrolment: int, **kwargs: Any) -> None:
    if statements.execute(COMES_BY_LTI, [enrolment]).fetchone() is None:
        return
    hers = LtiLine.objects.waiting().filter(lti_learner__learner__enrolments=enrolment)
    scoring.book(hers, at=timezone.now())


@receiver(joined)
def move(sender: Any, entry: Learner, earlier: Learner, **kwargs: Any) -> None:
    """A platform's user is from now on the person she has proven to be."""
    LtiLearner.objects.of(entry).update(learner=earlier)
    tell_of_both(sender, earlier)


@receiver(moved)
def tell_of_both(sender: Any, learner: Learner, **kwargs: Any) -> None:
    """What she did in one entry may complete what a link of the other stands for, whichever signal comes last."""
    scoring.book(LtiLine.objects.waiting().filter(lti_learner__learner=learner), at=timezone.now())
