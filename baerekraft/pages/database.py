"""Giving the connection back where no Django request does it."""

from django.db import close_old_connections, connection


def give_back() -> None:
    """Let go of a connection that is broken or has had its time, unless a transaction is open on it."""
    if not connection.in_atomic_block:
        close_old_connections()
