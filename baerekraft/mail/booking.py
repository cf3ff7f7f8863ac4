"""Tasks that book themselves: one row waits for its time, however many ask for it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.tasks import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult


def book(task: Task[Any, Any], *, at: datetime) -> None:
    """See to it that the task runs at this time or before."""
    if not _booked(task).filter(run_after__lte=at).exists():
        task.using(run_after=at).enqueue()


def cancel(task: Task[Any, Any]) -> None:
    """Forget every booking: for the task itself, which books the next when it ends."""
    _booked(task).delete()


def _booked(task: Task[Any, Any]) -> "QuerySet[DBTaskResult]":
    return DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
