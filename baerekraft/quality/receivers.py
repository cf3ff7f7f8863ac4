"""What the statistics do when something happens to the facts that they are made from."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from baerekraft.learners.models import Learner
from baerekraft.learners.signals import erasing
from baerekraft.quality import statistics
from baerekraft.records.signals import moved, moving, rebuilding


@receiver(moving)
def take_away(sender: Any, learners: Iterable[Learner], **kwargs: Any) -> None:
    for learner in learners:
        statistics.count(learner, sign=-1)


@receiver(moved)
def count_again(sender: Any, learner: Learner, **kwargs: Any) -> None:
    statistics.count(learner)


@receiver(erasing)
def keep_sums(sender: Any, learner: Learner, **kwargs: Any) -> None:
    statistics.move_to_erased(learner)


@receiver(rebuilding)
def rebuild(sender: Any, **kwargs: Any) -> str:
    return f"{statistics.rebuild()} completions in the statistics of questions"
