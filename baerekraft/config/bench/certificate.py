"""A certificate as PDF/UA-1 and PDF/A-2a, rendered warm in one process."""

import time

from django.utils import timezone

from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.report import Report, Round, Say, Target, close
from baerekraft.credentials import certificates
from baerekraft.credentials.models import Certificate

CPU_LIMIT_MS = 5.0
WARM_UPS = 20


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    size = len(render(0))
    report = Report(
        "certificate", f"a new name each time, {size:,} bytes, after {WARM_UPS} warm-ups, in one process"
    )
    say(f"{report.subject}: {report.described}")
    for number in range(1, WARM_UPS):
        render(number)
    for number in range(rounds):
        report.rounds.append(one_round(seconds))
        say(f"  {number + 1}. {report.rounds[-1]}")
    report.targets = [Target("CPU milliseconds", report.middle(lambda one: one.cpu_ms), CPU_LIMIT_MS)]
    return close(report, say)


def one_round(seconds: float) -> Round:
    made, began, used = 0, time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        render(made)
        made += 1
    took = time.monotonic() - began
    return Round(1000 * (time.process_time() - used) / made, made / took)


def render(number: int) -> bytes:
    document = certificates.pdf(
        Certificate(
            name=f"Kari Nordmann {number}",
            part_title="Del 1: Hva er bærekraft?",
            course_title="Bærekraft i kommunen",
            learning_goals=[
                "forklare hva bærekraftig utvikling er",
                "kjenne igjen de tre sidene av bærekraft i ditt eget arbeid",
                "velge et første steg på arbeidsplassen din",
            ],
            language="nb",
            issued_at=timezone.now(),
        )
    )
    if not document.startswith(b"%PDF"):
        raise BenchFailed("What was rendered is not a PDF.")
    return document
