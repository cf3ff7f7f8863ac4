"""Django's PostgreSQL, with a limit to how long an answer may take. What comes too late is an error like any other.

The limit is kept here, for nobody else keeps it: statement_timeout begins when a server takes the question, and while
a server is away pgbouncer lets its clients wait two minutes for one.
"""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base

SECONDS = 2.0


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.wait = partial(connection.wait, timeout=SECONDS)
        return connection
