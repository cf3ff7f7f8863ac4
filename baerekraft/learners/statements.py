"""Statements: the few that are asked at every answer and every entry, past Django's cursor.

That cursor costs more than what the database does with them: at each statement it looks for wrappers, checks the thread
and turns every %s into SQLite's own mark. Connection, transaction and errors are Django's all the same.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections


def execute(sql: str, values: Sequence[Any]) -> Any:
    """Run a statement, with %s where a value goes, and return its cursor. Raises django.db.Error as Django does."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.execute_wrappers or database.queries_logged:  # somebody wants to see what is asked
        cursor = database.cursor()
        cursor.execute(sql, values)
        return cursor
    database.ensure_connection()
    if database.vendor == "sqlite":
        sql = _in_sqlite(sql)
    with database.wrap_database_errors:
        return database.connection.execute(sql, values)


def key(value: UUID) -> UUID | str:
    """An id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def moment(value: datetime | str) -> datetime:
    """A time as the database told it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value).replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def _in_sqlite(sql: str) -> str:
    return sql.replace("%s", "?")
