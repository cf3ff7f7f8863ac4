"""What the worker does about quality: measures what has changed, and tries links at night where that is wanted."""

from django.conf import settings
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.quality import board, link_checks, results, statistics
from baerekraft.quality.models import LessonQuality


@task
def catch_up() -> None:
    """Measure every lesson whose measures are out of date; run twice, the second finds nothing."""
    for page in board.out_of_date():
        results.measure(page)


@task
def nightly() -> None:
    """Newer figures and answers may have come to lessons that nobody has touched, so all are measured; then the links."""
    statistics.nightly()
    LessonQuality.objects.update(rules=0)
    book_catch_up()
    if settings.CHECK_LINKS:
        check_links.enqueue()


@task
def check_links() -> None:
    link_checks.check(at=timezone.now())


def book_catch_up() -> None:
    """Have the worker measure, unless it is asked to already."""
    waiting = DBTaskResult.objects.filter(task_path=catch_up.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        catch_up.enqueue()
