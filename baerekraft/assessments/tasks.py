from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from baerekraft.assessments import following, retention
from baerekraft.mail import hours


def book(*, at: datetime) -> int:
    """Enqueue a mail for every follow-up whose day has come and every assessment that is soon deleted; return how many."""
    when = hours.decent(at)
    errands = [(ask, pk) for pk in following.due(at=at).values_list("pk", flat=True)]
    errands += [(warn, pk) for pk in retention.to_warn(at=at).values_list("pk", flat=True)]
    for errand, pk in errands:
        errand.using(run_after=when).enqueue(str(pk))
    return len(errands)


@task
def ask(pk: str) -> None:
    _by_day(ask, following.ask, pk)


@task
def warn(pk: str) -> None:
    _by_day(warn, retention.warn, pk)


def _by_day(errand: Any, run: Callable[..., bool], pk: str) -> None:
    """Do it now, or book it for the next morning where a worker comes to it at night."""
    now = timezone.now()
    when = hours.decent(now)
    if when > now:
        errand.using(run_after=when).enqueue(pk)
    else:
        run(UUID(pk), at=now)
