"""Reading from replicas of the database: which requests may, and which replica knows enough.

What somebody has written must be there when she reads. So whoever writes gets a cookie that lives SECONDS, and while she
has it the primary answers her. And a replica is read only while it is known to hold all that was written SECONDS ago.
The two together promise it, however far behind a replica falls.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.models import Model
from django.urls import Resolver404, resolve
from django.utils import translation

from baerekraft.design import languages
from baerekraft.learners.guard import SAFE

SECONDS = 10
GLANCE_SECONDS = 1.0
REST_SECONDS = 10.0
# The pages that are asked for so often that it matters. All others read from the primary: simple, and never wrong.
VIEWS = {
    *("player:state", "player:own"),
    *("insight:place", "insight:tables", "insight:figures-file", "insight:report"),
    *("api:goals", "api:indicators", "api:indicator", "api:indicator-values", "api:values", "api:figures"),
    *("api:figures-of", "api:assessments", "api:assessment"),
}
# The apps there is much of. Who somebody is and may do, and what is published, is always asked of the primary: signing
# out and withdrawing a role work at once, and what a process keeps under an edition's name is from that edition.
APPS = {"records", "credentials", "delivery", "campaigns", "assessments", "reports", "indicators"}
COOKIE = (
    f"{settings.LATELY_COOKIE}=1; Max-Age={SECONDS}; HttpOnly; Path=/; SameSite=Lax"
    f"{'; Secure' if settings.HTTPS else ''}"
)

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
# One thread looks, so that nobody waits for it: a process answers one request at a time.
watch = ThreadPoolExecutor(1, "replicas")


class Replica:
    """A replica as this process knows it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.next_look = float("-inf")
        self.awaited: tuple[str, float] | None = None  # a place in the primary's log, and when it was there
        self.complete_until = float("-inf")  # all that was written before this time is here

    def is_usable(self) -> bool:
        """Whether it is known to be now. Asking sets off a look for the next time, at most once a second."""
        now = time.monotonic()
        if now >= self.next_look:
            self.next_look = float("inf")  # until this look is done
            watch.submit(self._look)
        return now - self.complete_until < SECONDS

    def doubt(self) -> None:
        """Something went wrong: it is not read before it has been looked at."""
        self.complete_until = float("-inf")
        connections[self.alias].close()

    def _look(self) -> None:
        """See how far it has come; when it is away, leave it alone for a while."""
        now = time.monotonic()
        rest = REST_SECONDS
        try:
            if self.awaited is None or now - self.awaited[1] >= SECONDS:
                self.awaited = written(), now
            place, at = self.awaited
            if has_come_to(self.alias, place):
                self.complete_until, self.awaited = at, None
            rest = GLANCE_SECONDS
        except Error:
            self.doubt()
        finally:
            connection.close()  # back to the pool, which the requests need more
            self.next_look = now + rest


def written() -> str:
    """How far the primary has written its log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn()::text")
        return str(cursor.fetchone()[0])


def has_come_to(alias: str, place: str) -> bool:
    """Whether the replica has replayed the primary's log to this place. One that has been promoted is no replica."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn WHERE pg_is_in_recovery()", [place])
        row = cursor.fetchone()
    return bool(row and row[0])


fleet = deque(map(Replica, settings.REPLICAS))


def one() -> Replica | None:
    """The replicas, in turn: the next that may be read; None when the primary must answer."""
    fleet.rotate()
    return next((replica for replica in fleet if replica.is_usable()), None)


@dataclass
class Asking:
    """A request that is being answered: where it reads from, until it has written something."""

    alias: str
    wrote: bool = False


_asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


class Router:
    """Django's way to ask where. Outside a request, as in the worker and in commands, it is the primary."""

    def db_for_read(self, model: type[Model], *, named: bool = False, **hints: Any) -> str:
        """`named`: the row is asked for by a name that never comes to mean another, so it is right wherever it is."""
        if connection.in_atomic_block:
            return DEFAULT_DB_ALIAS
        if named:
            replica = one()
            return replica.alias if replica else DEFAULT_DB_ALIAS
        asking = _asking.get()
        if asking is None or asking.wrote or model._meta.app_label not in APPS:
            return DEFAULT_DB_ALIAS
        return asking.alias

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        asking = _asking.get()
        if asking:
            asking.wrote = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@dataclass
class Held:
    """An answer's beginning, not yet sent: had the replica failed, the primary gives another."""

    begun: list[Any] = field(default_factory=list)

    def __call__(self, *begun: Any) -> None:
        self.begun[:] = begun

    @property
    def failed(self) -> bool:
        return not self.begun or self.begun[0] >= "500"


def spread(application: Application) -> Application:
    """The application, with what may be read from a replica read there. Without replicas it is the application itself."""
    if not settings.REPLICAS:
        return application

    def respond(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        replica = one() if may_read(environ) else None
        if replica:
            held = Held()
            body = answered(application, environ, held, replica.alias)
            if not held.failed:
                start_response(*held.begun)
                return body
            replica.doubt()
            close = getattr(body, "close", None)
            if close:
                close()
        return answered(application, environ, start_response, DEFAULT_DB_ALIAS)

    return respond


def may_read(environ: dict[str, Any]) -> bool:
    """Machines keep no cookies, so nobody can tell when they last wrote."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and f"{settings.LATELY_COOKIE}=" not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
        and is_read_often(environ["PATH_INFO"])
    )


@lru_cache(maxsize=1_000)
def is_read_often(path: str) -> bool:
    with translation.override(languages.of(path)):
        try:
            return resolve(path).view_name in VIEWS
        except Resolver404:
            return False


def answered(
    application: Application, environ: dict[str, Any], start_response: Any, alias: str
) -> Iterable[bytes]:
    """Answer from this database; whoever wrote is remembered on her own device."""
    asking = Asking(alias, wrote=environ["REQUEST_METHOD"] not in SAFE)

    def start(status: str, headers: Headers, *rest: Any) -> Any:
        shared = any(name.lower() == "cache-control" and "public" in value for name, value in headers)
        if asking.wrote and not shared and "HTTP_AUTHORIZATION" not in environ:
            headers = [*headers, ("Set-Cookie", COOKIE)]
        return start_response(status, headers, *rest)

    token = _asking.set(asking)
    try:
        return application(environ, start)
    finally:
        _asking.reset(token)
