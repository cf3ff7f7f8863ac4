"""A durable, acknowledged answer with its roll-up, beside a bare SQLite insert of the same durability."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

from baerekraft.config.bench import load, product
from baerekraft.config.bench.browser import RESPONSES, Browser, Learner, Question
from baerekraft.config.bench.client import EACH
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.load import Plan, Result
from baerekraft.config.bench.product import Server
from baerekraft.config.bench.report import Report, Round, Say, Target, close

CPU_LIMIT = 6.0
CONNECTIONS = 16
STEADY_LEARNERS = 20
ANSWERS_A_SECOND = 3000  # more than this in a walk, and some learners go round again
FLOOR = "a Python process that inserts and commits one row at a time, WAL and synchronous=FULL"


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    """Two figures: an answer in a lesson under way, and the mean over a whole part with its beginnings and ends."""
    steady = Report(
        "answer", f"an answer in a lesson under way, {CONNECTIONS} connections, load from {load.by()}", FLOOR
    )
    walk = Report("whole part", "the mean of all answers from the first one to the certificate", FLOOR)
    say(f"{steady.subject}: {steady.described}; floor: {steady.floor}")
    with product.running() as server, Browser(server) as browser:
        questions = found_in(browser)
        begun = walks(server, browser, questions, learners=STEADY_LEARNERS, name="begun")
        for each in begun.read_text(encoding="utf-8").splitlines():
            browser.post(RESPONSES, *each.split("\t", 1))
        for number in range(rounds + 1):
            enough = 1 + round(seconds * ANSWERS_A_SECOND / len(questions))
            fresh = walks(server, browser, questions, learners=enough, name=f"walk-{number}")
            its = floor(server.data / f"floor-{number}.sqlite3", seconds)
            ours, whole = counted(server, begun, seconds), counted(server, fresh, seconds)
            if number:  # the first round warms up
                steady.rounds.append(Round(ours.ms_each, ours.per_second, its.ms_each, its.per_second))
                walk.rounds.append(Round(whole.ms_each, whole.per_second, its.ms_each, its.per_second))
                say(f"  {number}. under way  {steady.rounds[-1]}\n     whole part {walk.rounds[-1]}")
    steady.targets = [
        Target("CPU as a ratio to a bare insert, under way", steady.cpu_ratio(), CPU_LIMIT),
        Target("CPU as a ratio to a bare insert, whole part", walk.cpu_ratio(), CPU_LIMIT),
    ]
    steady.more = {"whole_part": walk.as_json()}
    return close(steady, say)


def found_in(browser: Browser) -> list[Question]:
    questions = [question for path in browser.lessons() for question in browser.questions(path)]
    if not questions:
        raise BenchFailed("No lesson has an exercise.")
    return questions


def walks(server: Server, browser: Browser, questions: list[Question], *, learners: int, name: str) -> Path:
    """New learners, and each one's answers to the whole course, in the order they are met."""
    file = server.data / f"{name}.txt"
    with file.open("w", encoding="utf-8") as out:
        for number in range(learners):
            learner = browser.enter("Kari Nordmann", f"{name}.{number}@asker.kommune.no")
            out.writelines(line(learner, question) for question in questions)
    return file


def line(learner: Learner, question: Question) -> str:
    response = {
        "id": EACH,
        "lesson": question.lesson,
        "version": question.version,
        "exercise": question.exercise,
        "answer": question.answer,
    }
    return f"{learner.cookie}\t{json.dumps({'owner': learner.key, 'responses': [response]})}\n"


def counted(server: Server, bodies: Path, seconds: float) -> Result:
    """A round of load, held against the rows that are in the database afterwards."""
    headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{server.port}"}
    plan = Plan(RESPONSES, "POST", headers, bodies=str(bodies), must_hold='"refused": []')
    before = rows(server.database)
    result = load.drive(server, plan, seconds=seconds, connections=CONNECTIONS)
    written = rows(server.database) - before
    # What was under way when the time was up may be written without our having read the answer.
    if not result.acknowledged <= written <= result.acknowledged + 2 * CONNECTIONS:
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
