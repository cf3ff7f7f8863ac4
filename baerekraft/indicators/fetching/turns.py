"""One round at a time: two would go over each other's answers, and together ask twice as often as we may."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

# Any number will do, as long as nothing else here asks for the same.
NUMBER = 2_030_17


class UnderWay(Exception):
    """Somebody else is loading."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Raises UnderWay. What holds the turn is let go when the process ends, however it ends."""
    with _on_this_machine(folder), _in_this_database():
        yield


@contextmanager
def _on_this_machine(folder: Path) -> Iterator[None]:
    """The system's lock on an open file. The file stays; that it is there says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnderWay from None
        yield


@contextmanager
def _in_this_database() -> Iterator[None]:
    """PostgreSQL may be shared by machines with a folder each; its lock lives as long as our connection."""
    if connection.vendor != "postgresql":
        yield
        return
    if not _ask("SELECT pg_try_advisory_lock(%s)"):
        raise UnderWay
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s)")


def _ask(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [NUMBER])
        return bool(cursor.fetchone()[0])
