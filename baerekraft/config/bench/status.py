"""The whole table of municipalities and indicators, read anew each time, at a hundred times today's figures.

The hundred is ten times the indicators and series ten times as long. Beside it, a hundred times as long; a hundred times
the indicators is not the same table larger, but ten times more to show, and is told without a target.
Floor: the same cells in a table that holds nothing else, read with Python's own driver into a dictionary.
"""

import json
import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.report import Report, Round, Say, Target, close

LIMIT_MS = 50.0
PROGRAM = "baerekraft.config.bench.indicator_table"
# How many times the indicators, and how many times as long the series.
MAIN = (10, 10)
BESIDE = ((1, 1), (1, 100), (100, 1))
WHERE = (
    "SQLite, the connection kept open, no statistics for its planner, what was in memory before not collected"
)


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    report = Report(
        "status", f"the whole table from the database; {WHERE}", floor="a table of the answer alone"
    )
    say(f"{report.subject}: {report.described}")
    for times in BESIDE:
        _measured(times, 1, seconds, report, say)
    report.rounds = _measured(MAIN, rounds, seconds, report, say)
    took = report.middle(lambda one: 1000 / one.per_second)
    report.targets = [Target("milliseconds for the table at 10 × 10", took, LIMIT_MS)]
    say(f"  × {report.cpu_ratio():.1f} the floor's CPU")
    return close(report, say)


def _measured(times: tuple[int, int], rounds: int, seconds: float, report: Report, say: Say) -> list[Round]:
    told = _told(times, rounds, seconds)
    its = [Round(*figures) for figures in told["rounds"]]
    name = f"{times[0]} × the indicators, {times[1]} × the years"
    report.more[name] = {
        "values": told["values"],
        "cells": told["cells"],
        "ms": [1000 / one.per_second for one in its],
    }
    say(f"  {name}: {told['values']:,} values, {told['cells']:,} cells")
    for number, one in enumerate(its, 1):
        say(f"  {number}. {1000 / one.per_second:7.1f} ms   {one}")
    return its


def _told(times: tuple[int, int], rounds: int, seconds: float) -> dict[str, Any]:
    """Made by one process and read by another, so that the one has nothing in its memory from the other."""
    with TemporaryDirectory(prefix="bench-", dir=settings.DATA_DIR) as folder:
        _run(folder, "make", folder, *map(str, times))
        return dict(json.loads(_run(folder, "measure", folder, str(rounds), str(seconds))))


def _run(folder: str, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", PROGRAM, *arguments],
        env={**environment, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "baerekraft.config.settings"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode:
        raise BenchFailed(f"The table was not read:\n{ran.stdout[-800:]}{ran.stderr[-800:]}")
    return ran.stdout
