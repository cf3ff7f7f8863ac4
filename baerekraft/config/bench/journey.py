"""A whole journey: lesson, entry, every answer until the lesson is completed; first as many as can, then as many as come.

The highest rate is found with people who follow one another; then they come at four fifths of it, whatever the server does,
and what each waited is told. All that was acknowledged is looked for in the database afterwards.
"""

import json
import sqlite3
import subprocess
import sys
import urllib.parse
from dataclasses import asdict
from typing import Any

from baerekraft.config.bench import answer, cpu, product
from baerekraft.config.bench.browser import ENTER, FORM, RESPONSES, STATE, Browser, Question
from baerekraft.config.bench.client import EACH
from baerekraft.config.bench.crowd import PERSON, Step
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.product import Server
from baerekraft.config.bench.report import Report, Round, Say, Target, close

AT_ONCE = 16
AT_MOST = 500  # on the way at the same time; more than that are shut out, and told
SHARE = 0.8
CPU_LIMIT_MS = 1.5
RATE_LIMIT = 500.0
WAIT_LIMIT_MS = 30.0
MEMORY_LIMIT_MB = 150.0
# One person's first lesson elsewhere, CPU milliseconds on two cores of the same kind: see docs/performance.md.
MOODLE_MS, KOLIBRI_MS = 434.0, 65.0
Told = dict[str, Any]


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    with product.running() as server, Browser(server) as browser:
        steps = the_way(server, browser)
        names = [step.name for step in steps]
        report = Report("journey", f"{', '.join(dict.fromkeys(names))}: {len(steps)} requests a person")
        say(f"{report.subject}: {report.described}; {AT_ONCE} at once, then at {SHARE:.0%} of what that gave")
        told: Told = {}
        for number in range(rounds + 1):
            closed, used = walked(server, steps, seconds=seconds, at_once=AT_ONCE)
            if number:
                report.rounds.append(Round(used / closed["done"], closed["done"] / closed["seconds"]))
                say(f"  {number}. {report.rounds[-1]}")
        rate = SHARE * report.middle(lambda one: one.per_second)
        told, _used = walked(server, steps, seconds=max(seconds, 5.0), a_second=rate)
        tell(told, rate, say)
        memory = cpu.largest_mb(server.process)
    ms = report.middle(lambda one: one.cpu_ms)
    report.more = {"open": told, "rate": rate, "memory_mb": memory}
    report.targets = [
        Target("CPU milliseconds a journey", ms, CPU_LIMIT_MS),
        Target("journeys a second", report.middle(lambda one: one.per_second), RATE_LIMIT, at_least=True),
        Target("times a Moodle journey's CPU", MOODLE_MS / ms, 250, at_least=True),
        Target("times a Kolibri journey's CPU", KOLIBRI_MS / ms, 40, at_least=True),
        Target("ms for an answer, 99 of 100, at 80 % of the highest rate", told["waits"]["answer"]["p99"], WAIT_LIMIT_MS),
        Target("MB of memory in the largest process", memory, MEMORY_LIMIT_MB),
    ]  # fmt: skip
    return close(report, say)


def the_way(server: Server, browser: Browser) -> list[Step]:
    """Her requests, as a browser sends them, through the first lesson of Part 1."""
    path = browser.lessons()[0]
    plain = {"Accept-Encoding": "br"}
    ours = {"Origin": f"http://127.0.0.1:{server.port}"}
    entry = f"name=Kari+Nordmann&email=kari.{PERSON}%40asker.kommune.no&til={urllib.parse.quote(path)}"
    questions = browser.questions(path)
    if not questions:
        raise BenchFailed("The first lesson has no exercise.")
    return [
        Step("front page", "GET", "/", plain),
        Step("lesson", "GET", path, plain),
        Step("entry", "POST", ENTER, {**ours, "Content-Type": FORM}, entry, status=303),
        Step("state", "GET", STATE, plain),
        *(_answer(question, ours) for question in questions),
    ]


def _answer(question: Question, headers: dict[str, str]) -> Step:
    response = {
        "id": EACH,
        "lesson": question.lesson,
        "version": question.version,
        "exercise": question.exercise,
        "answer": question.answer,
    }
    kind = {**headers, "Content-Type": "application/json"}
    body = json.dumps({"owner": None, "responses": [response]})
    return Step("answer", "POST", RESPONSES, kind, body, must_hold='"refused": []')


def walked(
    server: Server, steps: list[Step], *, seconds: float, at_once: int = 0, a_second: float = 0.0
) -> tuple[Told, float]:
    """A crowd's walk and the server's CPU milliseconds; nothing acknowledged may be missing afterwards."""
    order = {
        "port": server.port,
        "steps": [asdict(step) for step in steps],
        "seconds": seconds,
        "at_once": at_once,
        "a_second": a_second,
        "at_most": AT_MOST,
    }
    before, rows = cpu.of_tree(server.process), kept(server)
    ran = subprocess.run(
        [sys.executable, "-m", "baerekraft.config.bench.crowd", json.dumps(order)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode:
        raise BenchFailed(f"The crowd did not get going:\n{ran.stderr[-800:]}")
    told: Told = json.loads(ran.stdout)
    used = cpu.of_tree(server.process) - before
    if told["failed"] or not told["done"]:
        raise BenchFailed(f"{told['failed']} came to grief, {told['done']} came through. {told['example']}")
    lost = [
        told["done"] * many - (now - was)
        for many, now, was in zip(each(steps), kept(server), rows, strict=True)
    ]
    if any(lost):
        raise BenchFailed(f"Acknowledged and not in the database (learners, answers, completions): {lost}")
    return told, used


def each(steps: list[Step]) -> tuple[int, int, int]:
    """What one journey leaves: a learner, answers, a completed lesson."""
    return 1, sum(step.name == "answer" for step in steps), 1


def kept(server: Server) -> tuple[int, int, int]:
    connection = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    try:
        learners = connection.execute("SELECT count(*) FROM learners_learner").fetchone()[0]
        completed = connection.execute("SELECT count(*) FROM records_lessoncompletion").fetchone()[0]
    finally:
        connection.close()
    return learners, answer.rows(server.database), completed


def tell(told: Told, rate: float, say: Say) -> None:
    size = told["bytes"] / told["done"] / 1000
    say(
        f"  at {rate:,.0f} a second: {told['done']:,} came through, {told['shut_out']} shut out, {size:,.0f} kB each"
    )
    for name, waits in told["waits"].items():
        shares = "  ".join(f"{share} {waits[share]:7.1f}" for share in ("p50", "p95", "p99", "longest"))
        say(f"     {name:12} {shares} ms")
