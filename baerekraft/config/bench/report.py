"""What was measured, beside what it must reach."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

Say = Callable[[str], Any]


@dataclass(frozen=True)
class Round:
    """One round: the product's figures, and the floor's where there is one."""

    cpu_ms: float
    per_second: float
    floor_cpu_ms: float | None = None
    floor_per_second: float | None = None

    def __str__(self) -> str:
        told = f"{self.cpu_ms:8.4f} ms {self.per_second:10,.0f}/s"
        if self.floor_cpu_ms and self.floor_per_second:
            told += f"   floor {self.floor_cpu_ms:8.4f} ms {self.floor_per_second:10,.0f}/s"
            told += f"   × {self.cpu_ms / self.floor_cpu_ms:5.2f} CPU"
            told += f"   × {self.per_second / self.floor_per_second:5.2f} requests"
        return told


@dataclass(frozen=True)
class Target:
    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{self.what}: {self.value:.3g} (wanted {sign} {self.limit:g}) {'reached' if self.reached else 'NOT REACHED'}"


@dataclass
class Report:
    subject: str
    described: str
    floor: str = ""
    rounds: list[Round] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def middle(self, of: Callable[[Round], float | None]) -> float:
        return median(value for value in map(of, self.rounds) if value is not None)

    def cpu_ratio(self) -> float:
        return self.middle(lambda one: one.cpu_ms / one.floor_cpu_ms if one.floor_cpu_ms else None)

    def speed_ratio(self) -> float:
        return self.middle(
            lambda one: one.per_second / one.floor_per_second if one.floor_per_second else None
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "described": self.described,
            "floor": self.floor,
            "cpu_ms": self.middle(lambda one: one.cpu_ms),
            "per_second": self.middle(lambda one: one.per_second),
            "rounds": [asdict(one) for one in self.rounds],
            "targets": [{**asdict(target), "reached": target.reached} for target in self.targets],
            **self.more,
        }


def close(report: Report, say: Say) -> Report:
    say(
        f"  median {report.middle(lambda one: one.cpu_ms):8.4f} ms {report.middle(lambda one: one.per_second):10,.0f}/s"
    )
    for target in report.targets:
        say(f"  {target}")
    return report
