"""Sums of first answers, by question: added, taken away, and kept as rows."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Self

from baerekraft.catalog import shelf
from baerekraft.exercises.document import Exercise
from baerekraft.quality.models import QuestionStatistic
from baerekraft.records import first_answers
from baerekraft.records.first_answers import Done, First

WHOLE = 1000
NUMBERS = ("answers", "score", "pairs", "x", "y", "xx", "yy", "xy")
# Upper bounds in seconds of the buckets of time, and what lies above them all.
SECONDS = (10, 20, 30, 45, 60, 90, 120, 180, 300, 600)
MORE = "more"
# What is no part of how a question is asked and which answer is right.
BESIDE = {"id", "help", "counts", "sources", "feedback", "shown", "indicator", "place", "year", "found"}
WORD = re.compile(r"\w+")


class Key(NamedTuple):
    lesson: int
    exercise: str
    question: str


@dataclass
class Sums:
    """As the fields of a QuestionStatistic. `rests` is the part of `picks` that is in `y`."""

    numbers: Counter[str] = field(default_factory=Counter)
    picks: Counter[str] = field(default_factory=Counter)
    rests: Counter[str] = field(default_factory=Counter)
    times: Counter[str] = field(default_factory=Counter)

    def take(self, first: First, exercise: Exercise, x: int, y: int | None) -> None:
        self.numbers.update(answers=1, score=x)
        if y is not None:
            self.numbers.update(pairs=1, x=x, y=y, xx=x * x, yy=y * y, xy=x * y)
        for key in exercise.picked(exercise.answer_type.model_validate(first.answer)):
            self.picks[key] += 1
            self.rests[key] += y or 0
        if first.seconds is not None:
            self.times[bucket(first.seconds)] += 1

    def add(self, other: Self, *, sign: int = 1) -> None:
        for mine, theirs in zip(self._counters(), other._counters(), strict=True):
            for key, count in theirs.items():
                mine[key] += sign * count

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.numbers, self.picks, self.rests, self.times

    @classmethod
    def of(cls, row: QuestionStatistic) -> Self:
        return cls(
            Counter({name: getattr(row, name) for name in NUMBERS}),
            Counter({key: count for key, (count, _rest) in row.picks.items()}),
            Counter({key: rest for key, (_count, rest) in row.picks.items()}),
            Counter(row.times),
        )

    def fill(self, row: QuestionStatistic) -> None:
        for name in NUMBERS:
            setattr(row, name, self.numbers[name])
        row.picks = {key: [count, self.rests[key]] for key, count in sorted(self.picks.items()) if count}
        row.times = {key: count for key, count in sorted(self.times.items()) if count}


def bucket(seconds: int) -> str:
    return next((str(bound) for bound in SECONDS if seconds <= bound), MORE)


def wording(exercise: Exercise) -> str:
    """A digest of what is asked and what is right, whatever the punctuation. Feedback and sources are not asked."""
    said = json.dumps(_asked(exercise.model_dump(mode="json")), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _asked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _asked(item) for name, item in value.items() if name not in BESIDE}
    if isinstance(value, list):
        return [_asked(item) for item in value]
    return " ".join(WORD.findall(value.casefold())) if isinstance(value, str) else value


@lru_cache(maxsize=10_000)
def _question(published: int, exercise: str) -> tuple[Exercise, str] | None:
    """A graded question of a version, which never changes."""
    version = shelf.version(published)
    found = version.exercises.get(exercise) if version else None
    return (found, wording(found)) if found and found.graded else None


def of(completions: Collection[Done]) -> dict[Key, Sums]:
    """What the first answers behind these completions add up to."""
    sums: dict[Key, Sums] = {}
    for firsts in first_answers.of(completions):
        graded = [
            (first, asked, round(WHOLE * (first.score or 0)))
            for first in firsts
            if (asked := _question(first.published, first.exercise))
        ]
        whole, others = sum(x for *_rest, x in graded), len(graded) - 1
        for first, (exercise, question), x in graded:
            rest = (2 * (whole - x) + others) // (2 * others) if others else None
            key = Key(first.lesson, first.exercise, question)
            sums.setdefault(key, Sums()).take(first, exercise, x, rest)
    return sums


def add(sums: Mapping[Key, Sums], *, sign: int = 1, erased: bool = False) -> None:
    """Into the rows, in one order everywhere. A row that no longer holds anybody goes."""
    rows = read({key.lesson for key in sums}, erased=erased)
    made: list[QuestionStatistic] = []
    changed: list[QuestionStatistic] = []
    emptied: list[QuestionStatistic] = []
    for key in sorted(sums):
        row = rows.get(key)
        total = Sums.of(row) if row else Sums()
        total.add(sums[key], sign=sign)
        row = row or QuestionStatistic(**key._asdict(), erased=erased)
        total.fill(row)
        (emptied if not row.answers else changed if row.pk else made).append(row)
    QuestionStatistic.objects.bulk_create(made, batch_size=50)
    QuestionStatistic.objects.bulk_update(changed, [*NUMBERS, "picks", "times"], batch_size=50)
    QuestionStatistic.objects.filter(pk__in=[row.pk for row in emptied if row.pk]).delete()


def read(lessons: Iterable[int], *, erased: bool) -> dict[Key, QuestionStatistic]:
    rows = QuestionStatistic.objects.filter(lesson__in=lessons, erased=erased)
    return {Key(row.lesson, row.exercise, row.question): row for row in rows}
