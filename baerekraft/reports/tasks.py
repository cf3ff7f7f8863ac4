from django.tasks import task
from django.utils import timezone

from baerekraft.reports import mornings


@task
def prepare() -> None:
    """Count all places for today, so that nobody waits for it."""
    mornings.prepare(today=timezone.localdate())
