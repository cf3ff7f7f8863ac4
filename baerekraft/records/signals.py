"""News from the records. A receiver only writes a row or enqueues a task; both commit with the fact."""

from django.dispatch import Signal

part_completed = Signal()
"""Sent with `completion` when every lesson of a part is completed."""
