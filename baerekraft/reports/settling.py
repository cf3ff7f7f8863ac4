"""The numbers of one place as they may be shown, all of them together: municipality(), county()."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.learners.models import Learner
from baerekraft.records import totals
from baerekraft.reports import suppression
from baerekraft.reports.counting import Cell, Counted
from baerekraft.reports.suppression import Split as Whole

Shown = dict[Cell, int | None]
Order = tuple[Cell, Cell]
Split = Whole[Cell]
ROLES = tuple(Learner.Role.values)
# How long a lesson took, at most.
BOUNDS = (*map(str, totals.MINUTES), totals.MORE)
GROWING = (totals.BEGUN, totals.PART)
# What a municipality's number adds to the county's.
COMMON = (totals.STARTED, totals.COMPLETED, totals.PLEDGED, totals.KEPT, totals.ACTIVE, *GROWING)


@dataclass
class Settled:
    """Through the day before `as_of`: `cells` may be shown, and `weeks`, the sums through each and how many were active in it.

    `counted` holds the true counts, never shown, while they are at hand; `units` is which units there are.
    """

    as_of: date
    cells: Shown
    weeks: dict[date, Shown]
    units: tuple[int, ...] = ()
    counted: Counted = field(default_factory=Counted, repr=False)

    def __getitem__(self, cell: Cell) -> int | None:
        return self.cells.get(cell)


def municipality(counted: Counted, parts: Sequence[PartOnShelf], *, as_of: date) -> Settled:
    splits = [*_by_group(counted, parts), *_by_lesson(counted, parts)]
    cells = suppression.settle(counted.sums, splits, _orders(counted, parts))
    of_parts = [split for split in splits if split.total.what.startswith(GROWING) and not split.overlap]
    weeks = {
        week: suppression.settle(sums, of_parts) for week, sums in _through_weeks(counted, as_of).items()
    }
    return Settled(as_of, cells, _kept_below(weeks, cells), counted.units, counted)


def county(places: Mapping[int, Settled], parts: Sequence[PartOnShelf], *, as_of: date) -> Settled:
    """From what each municipality shows, so that whoever sees both learns nothing more. 0 is those who are in none."""
    counted = Counted()
    for settled in places.values():
        counted.sums.update(_as_shown(settled.counted.sums, settled.cells))
    shown = {place: settled.cells for place, settled in places.items() if place}
    nowhere = places[0].counted.sums if 0 in places else Counter()
    splits = [*_by_place(counted.sums, shown, nowhere), *_by_lesson(counted, parts)]
    cells = suppression.settle(_with(counted.sums, shown), splits, _orders(counted, parts))
    weeks = _weeks_of_county(places, as_of)
    return Settled(as_of, cells, _kept_below(weeks, cells), counted=counted)


def without_groups(settled: Settled) -> Settled:
    """The same without the true counts of roles and units, which a county does not need."""
    counted = settled.counted
    weeks = {week: _of_everyone(sums) for week, sums in counted.weeks.items()}
    return replace(settled, counted=Counted(_of_everyone(counted.sums), weeks, counted.units))


def _of_everyone(sums: Counter[Cell]) -> Counter[Cell]:
    return Counter({cell: count for cell, count in sums.items() if not cell.unit and not cell.role})


def _weeks_of_county(places: Mapping[int, Settled], as_of: date) -> dict[date, Shown]:
    true = {place: _through_weeks(settled.counted, as_of) for place, settled in places.items()}
    weeks = {}
    for week in sorted({week for some in true.values() for week in some}):
        shown = {place: settled.weeks.get(week, {}) for place, settled in places.items()}
        sums: Counter[Cell] = Counter()
        for place, some in true.items():
            sums.update(_as_shown(some.get(week, Counter()), shown[place]))
        known = {place: cells for place, cells in shown.items() if place}
        nowhere = true.get(0, {}).get(week, Counter())
        weeks[week] = suppression.settle(_with(sums, known), list(_by_place(sums, known, nowhere)))
    return weeks


def _as_shown(sums: Counter[Cell], shown: Shown) -> Counter[Cell]:
    """What may be added to the county's: where a number has given way, no more than it looks like."""
    return Counter(
        {
            cell: min(count, (shown.get(cell) or 0) + suppression.LOST)
            if cell.what.startswith(COMMON)
            else count
            for cell, count in _of_everyone(sums).items()
        }
    )


def _by_group(counted: Counted, parts: Sequence[PartOnShelf]) -> Iterator[Split]:
    """Parts by role and by unit, and lessons by unit, as the pages of the units show them."""
    for part in parts:
        for what in GROWING:
            total = Cell(what + part.slug)
            yield Split(total, tuple(total._replace(role=role) for role in ROLES))
            yield from _by_unit(total, counted)
        for entry in part.lessons:
            for what in (totals.STARTED, totals.COMPLETED):
                yield from _by_unit(Cell(what, entry.lesson), counted)


def _by_unit(total: Cell, counted: Counted) -> Iterator[Split]:
    if counted.units:
        yield Split(total, tuple(total._replace(unit=unit) for unit in counted.units))


def _by_lesson(counted: Counted, parts: Sequence[PartOnShelf]) -> Iterator[Split]:
    """Whoever has begun on a part has started one of its lessons, unless it is withdrawn; a pledge is made in a lesson."""
    for part in parts:
        for unit in (0, *counted.units):
            begun = Cell(totals.BEGUN + part.slug, 0, unit)
            started = tuple(Cell(totals.STARTED, entry.lesson, unit) for entry in part.lessons)
            if counted.sums[begun] <= sum(counted.sums[cell] for cell in started):
                yield Split(begun, started, overlap=True)
        for entry in part.lessons:
            took = tuple(Cell(totals.TIME + bound, entry.lesson) for bound in BOUNDS)
            yield Split(Cell(totals.COMPLETED, entry.lesson), took)
    for what in (totals.PLEDGED, totals.KEPT):
        lessons = {cell for cell in counted.sums if cell.what == what and cell.lesson}
        yield Split(Cell(what), tuple(sorted(lessons)))


def _by_place(sums: Counter[Cell], places: Mapping[int, Shown], nowhere: Counter[Cell]) -> Iterator[Split]:
    for cell in sums:
        if cell.what.startswith(COMMON):
            yield Split(cell, tuple(cell._replace(place=place) for place in places), rest=nowhere[cell])


def _with(sums: Counter[Cell], places: Mapping[int, Shown]) -> dict[Cell, int]:
    """The county's true sums, with each municipality's numbers as they are shown there."""
    parts = {
        cell._replace(place=place): shown.get(cell) or 0
        for place, shown in places.items()
        for cell in sums
        if cell.what.startswith(COMMON)
    }
    return {**sums, **parts}


def _orders(counted: Counted, parts: Sequence[PartOnShelf]) -> Iterator[Order]:
    """What can never be more than what: the way from beginning on a part to having completed it, and pledges kept."""
    for part in parts:
        begun, done = Cell(totals.BEGUN + part.slug), Cell(totals.PART + part.slug)
        for role in ROLES:
            yield done._replace(role=role), begun._replace(role=role)
        for unit in (0, *counted.units):
            yield from _way(part, unit)
    for cell in counted.sums:
        if cell.what == totals.KEPT:
            yield cell, cell._replace(what=totals.PLEDGED)
    yield Cell(totals.CHECK_FINAL), Cell(totals.CHECK_STARTED)


def _way(part: PartOnShelf, unit: int) -> Iterator[Order]:
    begun, done = Cell(totals.BEGUN + part.slug, 0, unit), Cell(totals.PART + part.slug, 0, unit)
    yield done, begun
    for entry in part.lessons:
        started = Cell(totals.STARTED, entry.lesson, unit)
        completed = started._replace(what=totals.COMPLETED)
        yield started, begun
        yield completed, started
        yield done, completed


def _through_weeks(counted: Counted, as_of: date) -> dict[date, Counter[Cell]]:
    """For every week from the first: all that was begun and completed until its end, and who was active in it."""
    weeks: dict[date, Counter[Cell]] = {}
    grown: Counter[Cell] = Counter()
    week = min(counted.weeks, default=as_of)
    while counted.weeks and week < as_of:
        added = counted.weeks.get(week, Counter())
        grown.update({cell: count for cell, count in added.items() if cell.what != totals.ACTIVE})
        weeks[week] = grown + Counter({Cell(totals.ACTIVE): added[Cell(totals.ACTIVE)]})
        week += timedelta(days=7)
    return weeks


def _kept_below(weeks: Mapping[date, Shown], last: Shown) -> dict[date, Shown]:
    """The curves without units and roles, none above what comes after."""
    kept: dict[date, Shown] = {}
    after = last
    for week in sorted(weeks, reverse=True):
        base = {cell: n for cell, n in weeks[week].items() if not (cell.unit or cell.role or cell.place)}
        growing = {cell: n for cell, n in base.items() if cell.what != totals.ACTIVE}
        after = {cell: min(n or 0, after.get(cell) or 0) or None for cell, n in growing.items()}
        kept[week] = {**base, **after}
    return dict(sorted(kept.items()))
