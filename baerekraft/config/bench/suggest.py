"""Suggested targets: how often they are right on the labelled cases, and how long one takes.

The outside figure is on `sdgclassification-benchmark` from PyPI, where that is installed: 1,251 short English texts that
others have labelled, each for one goal. Its own measure is accuracy, the mean over the goals; we answer with the same
three goals that we would show.
"""

import csv
import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path

from baerekraft.assessments.suggesting import cases, embedding, suggestions
from baerekraft.assessments.suggesting.cases import Case, Figures
from baerekraft.config.bench.report import Report, Round, Say, Target, close

HIT, HIT_WITH_EXTRA = 0.80, 0.90
CPU_LIMIT_MS = 10.0
OUTSIDE = "sdgclassification"


def measure(*, rounds: int, seconds: float, say: Say) -> Report:
    report = Report(
        "suggest", "a case's description read and its targets suggested, by words alone, in one process"
    )
    say(f"{report.subject}: {report.described}")
    report.more = {"hit_at_3": {}}
    for with_extra in (False, True)[: 1 + embedding.is_installed()]:
        name = "with the extra" if with_extra else "words alone"
        for half, its in (("tuning half", cases.tuning()), ("test half", cases.test())):
            figures = figured(its, with_extra=with_extra)
            report.more["hit_at_3"][f"{half}, {name}"] = figures.main
            say(f"  {half:<12} {name:<15} {figures}")
        wanted = HIT_WITH_EXTRA if with_extra else HIT
        report.targets.append(Target(f"hit@3 on the test half, {name}", figures.main, wanted, at_least=True))
        for goals, value in outside(with_extra=with_extra):
            report.more[f"outside, {goals} goals, {name}"] = value
            say(f"  {OUTSIDE}-benchmark, English, {name}, at most {goals} goals: accuracy {value:.3f}")
    for number in range(rounds):
        report.rounds.append(one_round(seconds))
        say(f"  {number + 1}. {report.rounds[-1]}")
    milliseconds = report.middle(lambda one: one.cpu_ms)
    report.targets.append(Target("CPU milliseconds a suggestion, words alone", milliseconds, CPU_LIMIT_MS))
    return close(report, say)


def figured(its: tuple[Case, ...], *, with_extra: bool) -> Figures:
    def goals(case: Case) -> tuple[int, ...]:
        return suggestions.goals(case.text, language=case.language, with_extra=with_extra)

    def targets(case: Case) -> tuple[str, ...]:
        suggested = suggestions.suggest(case.text, language=case.language, with_extra=with_extra)
        return tuple(one.number for one in suggested)

    return cases.measure(its, goals=goals, targets=targets)


def one_round(seconds: float) -> Round:
    texts = [case.text for case in cases.every()]
    made, began, used = 0, time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        suggestions.suggest(texts[made % len(texts)], with_extra=False)
        made += 1
    took = time.monotonic() - began
    return Round(1000 * (time.process_time() - used) / made, made / took)


def outside(*, with_extra: bool) -> Iterator[tuple[int, float]]:
    """The accuracy on texts that others have labelled, by how many goals we answer with."""
    if importlib.util.find_spec(OUTSIDE) is None:
        return
    spec = importlib.util.find_spec(f"{OUTSIDE}.benchmark")
    if spec is None or spec.origin is None:
        return
    with (Path(spec.origin).parent / "resources" / "benchmark.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    suggested = [
        suggestions.goals(row["text"], language="en", at_most=3, with_extra=with_extra) for row in rows
    ]
    for most in (1, 2, 3):
        right: dict[str, list[bool]] = {}
        for row, its in zip(rows, suggested, strict=True):
            said = int(row["sdg"]) in its[:most]
            right.setdefault(row["sdg"], []).append(said == (row["label"] == "True"))
        yield most, sum(sum(each) / len(each) for each in right.values()) / len(right)
