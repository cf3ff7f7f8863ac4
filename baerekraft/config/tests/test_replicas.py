"""Which requests may be read from a replica, and what is remembered of those that write."""

import os
import subprocess
import sys
from collections import deque

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.db.models import QuerySet
from django.test import RequestFactory, override_settings

from baerekraft.catalog.models import PublishedLesson
from baerekraft.config import replicas
from baerekraft.config.replicas import Router
from baerekraft.learners.models import Learner
from baerekraft.pages import serving
from baerekraft.pages.models import Page
from baerekraft.records.models import Response

router = Router()


class Known:
    """A replica that is as this test says."""

    alias = "replica 1"

    def __init__(self, usable: bool = True) -> None:
        self.usable, self.doubted = usable, False

    def is_usable(self) -> bool:
        return self.usable

    def doubt(self) -> None:
        self.doubted = True


@pytest.fixture
def replica(monkeypatch):
    known = Known()
    monkeypatch.setattr(replicas, "fleet", deque([known]))
    return known


def test_without_replicas_the_application_is_as_it_was(settings):
    def view(environ, start_response):
        return []

    assert settings.REPLICAS == settings.DATABASE_ROUTERS == []
    assert replicas.spread(view) is view


def asked(view, path="/min-side/", method="GET", **headers):
    """What the application is told, and what it answers."""
    begun = []
    with override_settings(REPLICAS=["replica 1"]):
        respond = replicas.spread(view)
    respond(RequestFactory().generic(method, path, **headers).environ, lambda *told: begun.append(told))
    [(status, lines)] = begun
    return status, dict(lines)


def reading(seen, status="200 OK", lines=()):
    """A view that notes where answers are read from."""

    def view(environ, start_response):
        seen.append(router.db_for_read(Response))
        start_response(status, list(lines))
        return [b""]

    return view


def test_kari_reads_her_page_from_a_replica(replica):
    seen = []

    for path in ("/min-side/", "/nn/min-side/tilstand/", "/innsikt/baerum/", "/api/v1/indicators"):
        _status, headers = asked(reading(seen), path)
        assert "Set-Cookie" not in headers

    assert seen == ["replica 1"] * 4


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/min-side/", {"method": "POST"}),
        ("/min-side/", {"HTTP_COOKIE": "baerekraft=x; baerekraft-nylig=1"}),
        ("/api/v1/indicators", {"HTTP_AUTHORIZATION": "Bearer x"}),
        ("/redaksjon/", {}),
        ("/innsikt/baerum/enheter/", {}),
        ("/bli-med/bekreft/noe/", {}),
        ("/lti/login/", {}),
        ("/finnes/ikke/", {}),
    ],
)
def test_the_primary_answers_whoever_writes_and_whatever_is_rare(replica, path, more):
    seen = []

    asked(reading(seen), path, **more)

    assert seen == [DEFAULT_DB_ALIAS]


def test_who_somebody_is_and_what_is_published_is_asked_of_the_primary(replica):
    seen = []

    def view(environ, start_response):
        seen.extend(router.db_for_read(model) for model in (Learner, PublishedLesson))
        start_response("200 OK", [])
        return []

    asked(view)

    assert seen == [DEFAULT_DB_ALIAS] * 2


def test_after_a_write_the_same_request_reads_what_it_wrote_and_is_remembered(replica):
    seen = []

    def view(environ, start_response):
        router.db_for_write(Response)
        return reading(seen)(environ, start_response)

    _status, headers = asked(view)

    assert seen == [DEFAULT_DB_ALIAS]
    assert headers["Set-Cookie"].startswith("baerekraft-nylig=1; Max-Age=10; HttpOnly")


def test_a_post_is_remembered_but_never_in_an_answer_that_others_may_keep(replica):
    assert "Set-Cookie" in asked(reading([]), method="POST")[1]
    public = ("Cache-Control", "public, max-age=60")
    assert "Set-Cookie" not in asked(reading([], lines=[public]), method="POST")[1]


def test_inside_a_transaction_and_outside_a_request_it_is_the_primary(replica, db):
    seen = []

    def view(environ, start_response):
        with transaction.atomic():
            return reading(seen)(environ, start_response)

    asked(view)
    seen.append(router.db_for_read(Response))

    assert seen == [DEFAULT_DB_ALIAS] * 2


def test_what_fails_on_a_replica_is_asked_of_the_primary(replica):
    seen = []

    def view(environ, start_response):
        where = router.db_for_read(Response)
        return reading(seen, "200 OK" if where == DEFAULT_DB_ALIAS else "500 Oh")(environ, start_response)

    status, _headers = asked(view)

    assert status == "200 OK"
    assert seen == ["replica 1", DEFAULT_DB_ALIAS]
    assert replica.doubted


def test_a_replica_that_is_behind_or_away_is_not_read(replica):
    replica.usable = False
    seen = []

    asked(reading(seen))

    assert seen == [DEFAULT_DB_ALIAS]


class Log:
    """The primary's log and how far the replica has come in it, as the clock goes."""

    def __init__(self, monkeypatch) -> None:
        self.now, self.here, self.away, self.looks, self.due = 1000.0, 0.0, False, 0, []
        monkeypatch.setattr(replicas.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(replicas, "watch", self)
        monkeypatch.setattr(replicas, "written", lambda: self.now)
        monkeypatch.setattr(replicas, "has_come_to", self.has_come_to)
        monkeypatch.setattr(replicas, "connections", {"replica 1": self})
        monkeypatch.setattr(replicas, "connection", self)

    def has_come_to(self, alias, place):
        self.looks += 1
        if self.away:
            raise DatabaseError
        return self.here >= place

    def close(self):
        """As a connection does."""

    def submit(self, look):
        """As the thread that looks does, which has not begun yet."""
        self.due.append(look)

    def asked_of(self, replica):
        """Whether it may be read; the look that this has taken is done before the next time."""
        usable = replica.is_usable()
        while self.due:
            self.due.pop()()
        return usable


def test_a_replica_is_read_while_it_has_all_that_was_written_ten_seconds_ago(monkeypatch):
    log, replica = Log(monkeypatch), replicas.Replica("replica 1")

    usable = []
    for behind in (0, 3, 30):
        for _second in range(60):
            log.now += 1
            log.here = log.now - behind
            usable.append((behind, log.asked_of(replica)))

    assert {is_usable for behind, is_usable in usable[1:] if behind < 10} == {True}
    assert not usable[-1][1]
    assert sum(is_usable for behind, is_usable in usable if behind == 30) < 10


def test_a_replica_that_is_away_is_left_alone_for_a_while(monkeypatch):
    log, replica = Log(monkeypatch), replicas.Replica("replica 1")
    log.here, log.away = float("inf"), True

    for _ in range(100):
        log.now += 0.1
        assert not log.asked_of(replica)
    assert log.looks == 1
    log.away = False
    log.now += replicas.REST_SECONDS
    log.asked_of(replica)

    assert log.asked_of(replica)


def test_nobody_waits_for_a_look_and_there_is_one_at_a_time(monkeypatch):
    log, replica = Log(monkeypatch), replicas.Replica("replica 1")

    for _second in range(60):
        log.now += 1
        assert not replica.is_usable()

    assert len(log.due) == 1


def test_a_replica_that_failed_is_looked_at_before_it_is_read_again(monkeypatch):
    log, replica = Log(monkeypatch), replicas.Replica("replica 1")
    log.here = float("inf")
    log.asked_of(replica)
    assert log.asked_of(replica)

    replica.doubt()
    assert not log.asked_of(replica)
    log.now += replicas.GLANCE_SECONDS
    log.asked_of(replica)

    assert log.asked_of(replica)


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [None, DatabaseError])
def test_a_page_that_a_replica_does_not_give_is_the_primarys(monkeypatch, trouble):
    Page.objects.create(path="/x/", edition="7-a", body=b"x", etag='"x"', content_type="text/html")
    asked, first = [], QuerySet.first

    def answer(rows):
        asked.append(rows.db)
        if rows.db == DEFAULT_DB_ALIAS:
            return first(rows)
        if trouble:
            raise trouble
        return None

    monkeypatch.setattr(serving.router, "db_for_read", lambda model, **_: "replica 1")
    monkeypatch.setattr(QuerySet, "first", answer)

    assert serving.kept("/x/", "7-a") is not None
    assert asked == ["replica 1", DEFAULT_DB_ALIAS]


@pytest.mark.parametrize(
    ("database", "replica", "said"),
    [
        ("", "postgres://host/name", "SQLite has no replicas"),
        ("postgres://host/name", "sqlite:////tmp/x", "must begin with postgres://"),
    ],
)
def test_an_address_that_cannot_be_a_replica_is_refused_in_words(tmp_path, database, replica, said):
    done = subprocess.run(
        [sys.executable, "-m", "baerekraft", "doctor"],
        env={
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": database,
            "DATABASE_REPLICA_URL": replica,
        },
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
