"""What checks add to the totals of the municipality they are about: begun, made final, and which goals pulled apart.

A check counts from the day it was begun, where its case says that it belongs; one without a municipality counts nowhere.
It is final once, on the day of its first report. Its conflicts are those that the newest report confirms.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from baerekraft.assessments.conflicts.marks import goal_of
from baerekraft.assessments.document import State
from baerekraft.assessments.models import Assessment, Report
from baerekraft.learners.models import Learner
from baerekraft.records import totals
from baerekraft.records.totals import Cell, Sums
from baerekraft.sdg import conflicts as interactions
from baerekraft.sdg import pairs

Fact = tuple[Cell, int]


@totals.source
def facts(learner: Learner | None) -> Iterable[Fact]:
    """Everyone's. A check is the group's that worked on it: nothing of it is counted as one learner's."""
    return () if learner else _facts(Assessment.objects.all())


def of(assessment: Assessment) -> Sums:
    """What this one counts now."""
    return totals.sums_of(_facts(Assessment.objects.filter(pk=assessment.pk)))


@contextmanager
def settled(assessment: Assessment) -> Iterator[None]:
    """The totals follow what is done to it meanwhile."""
    before = of(assessment)
    yield
    totals.settle([before], of(assessment))


def move_to_erased(assessment: Assessment) -> None:
    """Keep what it counted, before it is deleted."""
    sums = of(assessment)
    totals.settle([sums], {})
    totals.add_all(sums, erased=True)


def _facts(assessments: QuerySet[Assessment]) -> Iterator[Fact]:
    placed = assessments.filter(municipality__isnull=False)
    begun = placed.order_by("pk").values_list("municipality", "created_at")
    for municipality, at in begun.iterator(chunk_size=2000):
        yield Cell(totals.day_of(at), municipality, 0, totals.CHECK_STARTED), 0
    reports = Report.objects.filter(assessment__in=placed).order_by("assessment", "number")
    rows = reports.values_list("assessment", "assessment__municipality", "made_at", "content__conflicts")
    for _assessment, its_own in groupby(rows.iterator(chunk_size=200), key=lambda row: row[0]):
        yield from _final(list(its_own))


def _final(reports: list[tuple[Any, ...]]) -> Iterator[Fact]:
    _assessment, municipality, first_at, _conflicts = reports[0]
    yield Cell(totals.day_of(first_at), municipality, 0, totals.CHECK_FINAL), 0
    *_same, newest_at, conflicts = reports[-1]
    for pair in sorted(confirmed(conflicts or {})):
        yield Cell(totals.day_of(newest_at), municipality, 0, totals.CONFLICT + pair), 0


def confirmed(conflicts: dict[str, dict[str, str]]) -> set[str]:
    """The pairs of goals that the author says pull apart, from a report's content. Harm that brings harm is no conflict."""
    found = set()
    for id, said in conflicts.items():
        ends = (said.get("gains"), said.get("harmed")) if id.startswith("own-") else id.split("-")
        goals = [goal_of(end) for end in ends if end]
        if said.get("state") == State.CONFIRMED and id not in _furthering() and len(goals) == 2:
            found.add(pairs.key(*goals))
    return found


@cache
def _furthering() -> frozenset[str]:
    return frozenset(one.id for one in interactions.known() if one.sign > 0)
