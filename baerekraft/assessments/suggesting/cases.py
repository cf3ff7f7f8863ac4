"""The labelled cases that suggestions are measured by, in two halves.

Which half a case belongs to follows from its id alone and was settled before the first keyword was written: lists,
weights and rules are tuned on the tuning half, and the test half is for measuring only.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "cases.yaml"


@dataclass(frozen=True)
class Case:
    """A short description with the goals and targets that a reader who knows them would name, the main one first."""

    id: str
    language: str
    text: str
    goals: tuple[int, ...]
    targets: tuple[str, ...]

    @property
    def is_for_tuning(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Figures:
    """`main` is hit@3: how often the main goal is among the first three that are suggested."""

    cases: int
    main: float
    any: float
    targets: float

    def __str__(self) -> str:
        return f"hit@3 {self.main:.3f}   any labelled goal {self.any:.3f}   targets, recall@5 {self.targets:.3f}   ({self.cases} cases)"


@cache
def every() -> tuple[Case, ...]:
    return tuple(
        Case(one["id"], one["language"], one["text"], tuple(one["goals"]), tuple(one["targets"]))
        for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )


def tuning() -> tuple[Case, ...]:
    return tuple(case for case in every() if case.is_for_tuning)


def test() -> tuple[Case, ...]:
    return tuple(case for case in every() if not case.is_for_tuning)


def measure(
    cases: Iterable[Case],
    *,
    goals: Callable[[Case], tuple[int, ...]],
    targets: Callable[[Case], tuple[str, ...]],
) -> Figures:
    """How well what is suggested fits what is labelled: three goals a case, and five targets."""
    cases = list(cases)
    main = hit = recall = 0.0
    for case in cases:
        three, five = goals(case)[:3], targets(case)[:5]
        main += case.goals[0] in three
        hit += any(goal in three for goal in case.goals)
        recall += len(set(case.targets) & set(five)) / len(case.targets)
    return Figures(len(cases), main / len(cases), hit / len(cases), recall / len(cases))
