"""A report of ten pages as PDF/UA-1 and PDF/A-2a, made warm in the child process; its CPU time is counted too."""

import os
import re
import time
from statistics import median

from django.utils import timezone

from baerekraft.assessments import fields, reporting, sets
from baerekraft.assessments.paper import printing
from baerekraft.assessments.reporting import Shown
from baerekraft.config.bench import cpu
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.report import Report, Round, Say, Target, close
from baerekraft.pdf import child
from baerekraft.sdg import goals
from baerekraft.sdg import sets as ours

LIMIT_MS = 100.0
WARM_UPS = 10
FEWEST_PAGES = 10
REASON = (
    "Sak {number}: Tettere bebyggelse nær stasjonen gjør at flere kan gå, sykle og reise kollektivt, og det minsker "
    "behovet for bil. Samtidig tas noe av det som er igjen av grøntstruktur mellom skolen og bekken, og barna mister "
    "snarveien de bruker i dag."
)
EFFECTS = ("positive", "negative", "both", "unknown")


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    pages = count(render(0))
    described = f"{pages} pages, other texts each time, after {WARM_UPS} warm-ups, in the child process"
    report = Report("report", described, more={"pages": pages})
    say(f"{report.subject}: {report.described}")
    for number in range(1, WARM_UPS):
        render(number)
    took: list[float] = []
    for number in range(rounds):
        report.rounds.append(one_round(seconds, took))
        say(f"  {number + 1}. {report.rounds[-1]}")
    report.targets = [
        Target("milliseconds until it is there", median(took), LIMIT_MS),
        Target("pages", pages, FEWEST_PAGES, at_least=True),
    ]
    child.stop()
    return close(report, say)


def one_round(seconds: float, took: list[float]) -> Round:
    made, began, used = 0, time.monotonic(), cpu.of_tree(os.getpid())
    while time.monotonic() - began < seconds:
        report = shown(WARM_UPS + len(took))
        before = time.monotonic()
        printing.pdf(report)
        took.append(1000 * (time.monotonic() - before))
        made += 1
    passed = time.monotonic() - began
    return Round((cpu.of_tree(os.getpid()) - used) / made, made / passed)


def render(number: int) -> bytes:
    return printing.pdf(shown(number))


def count(document: bytes) -> int:
    """Pages, as Typst tells them on the file's first lines."""
    told = re.search(rb"/Type/Pages/Count (\d+)", document)
    if told is None:
        raise BenchFailed("What was made is not a PDF of Typst's.")
    return int(told[1])


def shown(number: int) -> Shown:
    case = {
        "form": "simple",
        "case/title": f"Fortetting ved Haga stasjon {number}",
        "case/kind": "case",
        "case/number": f"2026/{number}",
        "case/description": REASON.format(number=number),
        "weighing/summary": REASON.format(number=number),
        "weighing/choice": "main",
    }
    for alternative in ("zero", "main"):
        for goal in goals.NUMBERS:
            place = f"alternatives/{alternative}/goals/{goal}"
            case |= {
                f"{place}/effect": EFFECTS[(goal + number) % 4],
                f"{place}/gain": "large",
                f"{place}/harm": "medium",
                f"{place}/certainty": "likely",
                f"{place}/reason": REASON.format(number=number),
            }
    today = timezone.localdate()
    return reporting.shown(
        fields.read(case),
        known={sets.name(one): one for one in ours.ours()},
        language="nb",
        dated=today,
        version=1,
    )
