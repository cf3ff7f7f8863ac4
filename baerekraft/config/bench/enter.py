"""Entering with name and e-mail: form in, learner and signed cookie out."""

import sqlite3

from baerekraft.config.bench import load, product
from baerekraft.config.bench.browser import ENTER, FORM, Browser
from baerekraft.config.bench.client import EACH
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.load import Plan
from baerekraft.config.bench.product import Server
from baerekraft.config.bench.report import Report, Round, Say, Target, close

CPU_LIMIT_MS = 0.8
CONNECTIONS = 8


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    with product.running() as server:
        with Browser(server) as browser:
            browser.enter("Kari Nordmann", "kari@asker.kommune.no")  # that entering works at all
        bodies = server.data / "entries.txt"
        bodies.write_text(f"\tname=Kari+Nordmann&email=kari.{EACH}%40asker.kommune.no\n", encoding="utf-8")
        headers = {"Content-Type": FORM, "Origin": f"http://127.0.0.1:{server.port}"}
        plan = Plan(ENTER, "POST", headers, bodies=str(bodies), status=303)
        report = Report("enter", f"a new learner each time, {CONNECTIONS} connections, load from {load.by()}")
        say(f"{report.subject}: {report.described}")
        for number in range(rounds + 1):
            before = learners(server)
            result = load.drive(server, plan, seconds=seconds, connections=CONNECTIONS)
            if learners(server) - before < result.acknowledged:
                raise BenchFailed("Some who were let in are not in the database.")
            if number:
                report.rounds.append(Round(result.ms_each, result.per_second))
                say(f"  {number}. {report.rounds[-1]}")
    report.targets = [Target("CPU milliseconds", report.middle(lambda one: one.cpu_ms), CPU_LIMIT_MS)]
    return close(report, say)


def learners(server: Server) -> int:
    connection = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM learners_learner").fetchone()[0])
    finally:
        connection.close()
