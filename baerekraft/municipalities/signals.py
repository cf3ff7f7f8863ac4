"""News about municipalities: a receiver in a higher room lets its rows follow, in the same transaction."""

from django.dispatch import Signal

succeeded = Signal()
"""Sent with `predecessor`, `successor` and `kind` when the day has come that a border moves."""
