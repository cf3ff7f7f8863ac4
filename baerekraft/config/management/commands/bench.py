import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baerekraft.config.bench import (
    answer,
    certificate,
    enter,
    figures,
    journey,
    lesson,
    report_pdf,
    status,
    suggest,
)
from baerekraft.config.bench.faults import BenchFailed

SUBJECTS = {
    "lesson": lesson,
    "answer": answer,
    "enter": enter,
    "journey": journey,
    "certificate": certificate,
    "suggest": suggest,
    "report": report_pdf,
    "status": status,
    "figures": figures,
}


class Command(BaseCommand):
    help = (
        "Measure CPU time and requests a second, each beside a floor in the same run. It starts the product with "
        "a data folder of its own, so nothing that is in use is touched. Needs Linux; nginx for «lesson»; better with wrk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", nargs="+", choices=SUBJECTS, help=", ".join(SUBJECTS))
        parser.add_argument("--rounds", type=int, default=5, help="rounds to take the median of (5)")
        parser.add_argument("--seconds", type=float, default=3, help="how long a round lasts (3)")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")

    def handle(
        self, *args: Any, subject: list[str], rounds: int, seconds: float, json: bool, **options: Any
    ) -> None:
        if rounds < 1 or seconds <= 0:
            raise CommandError("At least one round, and longer than no time at all.")
        say = (lambda line: None) if json else self.say
        try:
            reports = [SUBJECTS[name].measure(rounds=rounds, seconds=seconds, say=say) for name in subject]
        except BenchFailed as failure:
            raise CommandError(str(failure)) from failure
        if json:
            self.stdout.write(as_json([report.as_json() for report in reports]))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def as_json(figures: list[dict[str, Any]]) -> str:
    return json.dumps(figures, indent=2, ensure_ascii=False)
