from django.tasks import task
from django.utils import timezone

from baerekraft.mail import deliveries


@task
def deliver(pk: int) -> None:
    """Deliver a message of the queue, or come back later."""
    again_at = deliveries.attempt(pk, at=timezone.now())
    if again_at:
        deliver.using(run_after=again_at).enqueue(pk)


def resume() -> int:
    """Take up what a killed worker left behind: call when a worker starts, and every night. Returns how many."""
    overdue = deliveries.overdue(at=timezone.now())
    for pk in overdue:
        deliver.enqueue(pk)
    return len(overdue)
