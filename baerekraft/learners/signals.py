"""News about learners: a receiver in a higher room moves or sums up what it holds, in the same transaction."""

from django.dispatch import Signal

joined = Signal()
"""Sent with `entry` and `earlier` before an entry is joined to the person's earlier one."""

erasing = Signal()
"""Sent with `learner` before a learner and everything that points at her is deleted; `asked` if she wants it herself."""

proven = Signal()
"""Sent with `learner` each time she has proven her address, after what she had on the device is hers."""

corrected = Signal()
"""Sent with `learner` after she has corrected her name, address or municipality."""
