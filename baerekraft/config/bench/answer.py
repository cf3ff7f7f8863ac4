"""A durable, acknowledged answer with its roll-up, beside a bare SQLite insert of the same durability."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from baerekraft.config.bench import load, product
from baerekraft.config.bench.browser import RESPONSES, Browser, Learner, Question
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.load import EACH, Plan, Result
from baerekraft.config.bench.product import Server
from baerekraft.config.bench.report import Report, Round, Say, Target, close

CPU_LIMIT = 6.0
CONNECTIONS = 16
LEARNERS = 200
AT = "2026-01-05T09:00:00Z"


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    with product.running() as server:
        plan = Plan(
            RESPONSES,
            "POST",
            {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"},
            bodies=str(write_walks(server)),
            must_hold='"refused": []',
        )
        report = Report(
            "answer",
            f"{LEARNERS} learners going through every lesson, {CONNECTIONS} connections, load from {load.by()}",
            "a Python process that inserts and commits one row at a time, WAL and synchronous=FULL",
        )
        say(f"{report.subject}: {report.described}; floor: {report.floor}")
        for number in range(rounds + 1):
            ours = counted(server, plan, seconds)
            its = floor(server.data / f"floor-{number}.sqlite3", seconds)
            if number:
                report.rounds.append(Round(ours.ms_each, ours.per_second, its.ms_each, its.per_second))
                say(f"  {number}. {report.rounds[-1]}")
    report.targets = [Target("CPU as a ratio to a bare insert", report.cpu_ratio(), CPU_LIMIT)]
    return close(report, say)


def write_walks(server: Server) -> Path:
    """Learners who have entered, and each one's answers to the whole course, in the order they are met."""
    browser = Browser(server)
    questions = [question for path in browser.lessons() for question in browser.questions(path)]
    if not questions:
        raise BenchFailed("No lesson has an exercise.")
    file = server.data / "answers.txt"
    with file.open("w", encoding="utf-8") as out:
        for number in range(LEARNERS):
            learner = browser.enter("Kari Nordmann", f"kari.{number}@asker.kommune.no")
            out.writelines(line(learner, question) for question in questions)
    return file


def line(learner: Learner, question: Question) -> str:
    response = {
        "id": EACH,
        "lesson": question.lesson,
        "version": question.version,
        "exercise": question.exercise,
        "answer": question.answer,
        "at": AT,
    }
    return f"{learner.cookie}\t{json.dumps({'owner': learner.key, 'responses': [response]})}\n"


def counted(server: Server, plan: Plan, seconds: float) -> Result:
    """A round of load, held against the rows that are in the database afterwards."""
    before = rows(server.database)
    result = load.drive(server, plan, seconds=seconds, connections=CONNECTIONS)
    written = rows(server.database) - before
    # What was under way when the time was up may be written without our having read the answer.
    if not result.acknowledged <= written <= result.acknowledged + CONNECTIONS:
        raise BenchFailed(f"{result.acknowledged} answers were acknowledged, and {written} rows are there.")
    return result


def rows(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM records_response").fetchone()[0])
    finally:
        connection.close()


def floor(file: Path, seconds: float) -> Result:
    command = [sys.executable, "-m", "baerekraft.config.bench.insert", str(file), str(seconds)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return Result(told["rows"], 0, told["seconds"], told["cpu_ms"])
