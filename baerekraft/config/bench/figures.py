"""What coordinators wait for, at ten million answers from half a million learners.

Floor of a dashboard: the same rows of the same place, summed by Python's own driver.
"""

import json
import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.report import Report, Round, Say, Target, close

LEARNERS, ANSWERS = 500_000, 10_000_000
POPULATION = "baerekraft.config.bench.population"
COORDINATOR = "baerekraft.config.bench.coordinator"
DASHBOARD_MS, IMPORT_SECONDS, LETTERS_A_SECOND, MEMORY_MB = 100.0, 30.0, 200.0, 20.0


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    report = Report(
        "figures",
        f"a coordinator's pages with {ANSWERS:,} answers from {LEARNERS:,} learners; SQLite, one process",
        floor="the same rows summed by Python's own driver",
    )
    say(f"{report.subject}: {report.described}")
    with TemporaryDirectory(prefix="bench-", dir=settings.DATA_DIR) as folder:
        report.more["made_in_seconds"] = timed(folder, POPULATION, str(LEARNERS), str(ANSWERS))
        say(f"  made in {report.more['made_in_seconds']:.0f} s")
        rebuilt_twice(folder, report, say)
        told = json.loads(run(folder, "-m", COORDINATOR, str(rounds), str(seconds)))
    return concluded(report, told, say)


def rebuilt_twice(folder: str, report: Report, say: Say) -> None:
    """Make the totals from the facts, and again, and hold the two against each other to the last digit."""
    digests = []
    for number in (1, 2):
        began = time.monotonic()
        run(folder, "-m", "baerekraft", "rebuild-figures")
        took = time.monotonic() - began
        rows, digest = json.loads(run(folder, "-m", COORDINATOR, "digest"))
        digests.append(digest)
        report.more[f"rebuild_{number}"] = {"seconds": took, "rows": rows, "digest": digest}
        say(f"  totals made from the facts in {took:.0f} s: {rows:,} rows, digest {digest[:12]}")
    if len(set(digests)) > 1:
        raise BenchFailed("Made twice, the totals were not the same.")


def concluded(report: Report, told: dict[str, Any], say: Say) -> Report:
    report.more |= told
    say(f"  all places counted for the morning in {told['morning_seconds']:.0f} s")
    for name, its in told["dashboards"].items():
        say(f"  {name}: {its['ms']:.1f} ms, {its['queries']} queries, {its['rows']:,} rows")
    slowest = max(told["dashboards"].values(), key=lambda its: float(its["ms"]))
    report.rounds = [Round(*figures) for figures in slowest["rounds"]]
    say(f"  export: {told['export']}\n  import: {told['import']}\n  letters: {told['letters']}")
    report.targets = [
        Target("milliseconds for the slowest dashboard", slowest["ms"], DASHBOARD_MS),
        Target("MB more memory while 500,000 rows are exported", told["export"]["more_mb"], MEMORY_MB),
        Target("seconds to take in 50,000 people", told["import"]["seconds"], IMPORT_SECONDS),
        Target(
            "letters made ready to send, a second a core",
            1000 / told["letters"]["cpu_ms"],
            LETTERS_A_SECOND,
            at_least=True,
        ),
    ]
    return close(report, say)


def timed(folder: str, program: str, *arguments: str) -> float:
    began = time.monotonic()
    run(folder, "-m", program, *arguments)
    return time.monotonic() - began


def run(folder: str, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EMAIL_URL"}}
    ran = subprocess.run(
        [sys.executable, *arguments],
        env={**kept, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "baerekraft.config.settings"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if ran.returncode:
        raise BenchFailed(f"{' '.join(arguments)} failed:\n{ran.stdout[-800:]}{ran.stderr[-800:]}")
    return ran.stdout
