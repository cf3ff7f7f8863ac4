"""News from the records. A receiver only writes a row or enqueues a task; both commit with the fact."""

from django.dispatch import Signal

lesson_completed = Signal()
"""Sent with `enrolment` and `lesson` (their ids) and `at` when a lesson is completed, once for each learner."""

part_completed = Signal()
"""Sent with `completion` when every lesson of a part is completed."""

moving = Signal()
"""Sent with `learners` before the records of one of them become the other's, for whoever has sums of them."""

moved = Signal()
"""Sent with `learner` when she has them."""

rebuilding = Signal()
"""Sent when figures are made again from the facts. A receiver makes its own again, and returns what it made."""
