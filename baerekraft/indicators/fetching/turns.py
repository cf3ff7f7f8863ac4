"""One round at a time: two would go over each other's answers, and together ask twice as often as we may."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

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
    """PostgreSQL may be shared by machines with a folder each; its lock lives as long as a transaction beside ours.

    That transaction reads and writes nothing, so it is in nobody's way. A lock for the connection would be simpler, and
    worth nothing where pgbouncer lends the same one to others.
    """
    if connection.vendor != "postgresql":
        yield
        return
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    beside.set_autocommit(False)
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NUMBER])
            if not cursor.fetchone()[0]:
                raise UnderWay
        yield
    finally:
        beside.rollback()
        beside.close()
