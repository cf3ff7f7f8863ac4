"""What was counted this morning is counted again when borders have moved, or when all totals are made anew."""

from typing import Any

from django.dispatch import receiver

from baerekraft.municipalities.signals import succeeded
from baerekraft.records.signals import rebuilding
from baerekraft.reports import mornings, tasks


@receiver([succeeded, rebuilding])
def count_again(sender: Any, **kwargs: Any) -> str:
    mornings.forget()
    tasks.prepare.enqueue()
    return "This morning's figures are counted again by the worker"
