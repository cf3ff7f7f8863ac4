"""What has happened in some municipalities before a day, by what, lesson, unit and role: read(). True counts, never shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, Sum

from baerekraft.catalog.models import Part
from baerekraft.municipalities.models import Unit
from baerekraft.records import totals
from baerekraft.records.models import Total

OF_LESSONS = (
    totals.STARTED,
    totals.COMPLETED,
    totals.PLEDGED,
    totals.KEPT,
    *(f"{totals.TIME}{bound}" for bound in (*totals.MINUTES, totals.MORE)),
)
OF_CHECKS = (totals.CHECK_STARTED, totals.CHECK_FINAL)


class Cell(NamedTuple):
    """What a number counts. `place` is a municipality's number in the figures of a county, and 0 in its own."""

    what: str
    lesson: int = 0
    unit: int = 0
    role: str = ""
    place: int = 0


@dataclass
class Counted:
    """One municipality's. `weeks` holds what happened in the week of each Monday; `units` the open and the closed."""

    sums: Counter[Cell] = field(default_factory=Counter)
    weeks: dict[date, Counter[Cell]] = field(default_factory=lambda: defaultdict(Counter))
    units: tuple[int, ...] = ()


def read(municipalities: Iterable[int], *, before: date) -> dict[int, Counted]:
    """In four questions, however many the municipalities are."""
    counted = {municipality: Counted() for municipality in municipalities}
    for pk, municipality in Unit.objects.filter(municipality__in=list(counted)).values_list(
        "pk", "municipality"
    ):
        counted[municipality].units = (*counted[municipality].units, pk)
    rows = Total.objects.filter(municipality__in=list(counted), day__lt=before).order_by()
    _add_by_week(counted, rows)
    found = rows.filter(_of_lessons() | _of_all()).values_list("municipality", "what", "lesson", "unit")
    for municipality, what, lesson, unit, count in found.annotate(Sum("count")):
        counted[municipality].sums[Cell(what, lesson, unit)] += count
    for one in counted.values():
        for what in (totals.PLEDGED, totals.KEPT):
            one.sums[Cell(what)] = sum(n for cell, n in one.sums.items() if cell.what == what and cell.lesson)
    return counted


def _add_by_week(counted: dict[int, Counted], rows: Any) -> None:
    """What is counted of parts, week by week and together."""
    slugs = Part.objects.values_list("slug", flat=True)
    wanted = [totals.ACTIVE, *(what + slug for slug in slugs for what in (totals.BEGUN, totals.PART))]
    found = rows.filter(what__in=wanted, lesson=0).values_list("municipality", "what", "unit", "role", "day")
    for municipality, what, unit, role, day, count in found.annotate(Sum("count")):
        one, cell = counted[municipality], Cell(what, 0, unit, role)
        one.weeks[day - timedelta(days=day.weekday())][cell] += count
        one.sums[cell] += count


def _of_lessons() -> Q:
    return Q(what__in=OF_LESSONS, role="")


def _of_all() -> Q:
    """The checks and what learners say of themselves. A colon is followed by a semicolon in every alphabet."""
    told = Q(what__in=OF_CHECKS)
    for what in (totals.BEFORE, totals.NOW, totals.CONFLICT):
        told |= Q(what__gte=what, what__lt=what[:-1] + ";")
    return told & Q(unit=0, role="")
