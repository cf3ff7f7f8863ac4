"""People on their way through parts and lessons: people(), funnels(), parts(), lessons(), time()."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.catalog.shelf import Entry
from baerekraft.records import totals
from baerekraft.reports import suppression
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import BOUNDS, Settled


def people(
    settled: Settled, parts: Sequence[PartOnShelf], *, unit: int = 0, active_in: date | None = None
) -> Table:
    """The headline. Lessons are counted once for each person in each lesson, from what is shown of each."""
    entries = [entry for part in parts for entry in part.lessons]
    rows = []
    if active_in:
        label = _("Active in the week from %(date)s") % {"date": date_format(active_in, "j. F")}
        active = settled.weeks.get(active_in, {}).get(Cell(totals.ACTIVE))
        rows.append(Row(key="active", label=label, cells=(active,)))
    for key, label in ((totals.STARTED, _("Lessons started")), (totals.COMPLETED, _("Lessons completed"))):
        seen = [settled[Cell(key, entry.lesson, unit)] or 0 for entry in entries]
        rows.append(Row(key=key, label=label, cells=(sum(seen) or None,)))
    for part in parts:
        rows += _ends(settled, part, unit)
    return Table(
        key="people",
        title=_("So far"),
        note=_("A person is counted once in each part, and once in each lesson."),
        columns=(Column(key="count", label=pgettext("column", "Number")),),
        rows=tuple(rows),
    )


def funnels(settled: Settled, parts: Sequence[PartOnShelf], *, unit: int = 0) -> Iterator[Table]:
    """One a part: from beginning on it, through each lesson, to having completed all of them."""
    for part in parts:
        begun, done = _ends(settled, part, unit)
        steps = [
            Row(key=entry.key, label=title(part, entry), cells=(settled[_completed(entry, unit)],))
            for entry in part.lessons
        ]
        yield Table(
            key=f"funnel-{part.slug}",
            title=_("The way through %(part)s") % {"part": part.document.title},
            note=_("How many have begun, completed each lesson, and completed the whole part."),
            columns=(Column(key="count", label=pgettext("column", "People")),),
            rows=(begun, *steps, done),
        )


def parts(settled: Settled, parts: Sequence[PartOnShelf], *, unit: int = 0) -> Table:
    rows = (
        Row(
            key=part.slug,
            label=part.document.title,
            cells=tuple(settled[Cell(what + part.slug, 0, unit)] for what in (totals.BEGUN, totals.PART)),
        )
        for part in parts
    )
    return Table(
        key="parts",
        title=_("Parts"),
        note=_("How many have begun on each part, and how many have completed all its lessons."),
        columns=(
            Column(key="begun", label=pgettext("column", "Begun")),
            Column(key="completed", label=pgettext("column", "Completed")),
        ),
        rows=tuple(rows),
    )


def lessons(settled: Settled, parts: Sequence[PartOnShelf], *, unit: int = 0) -> Table:
    rows = (
        Row(
            key=entry.key,
            label=title(part, entry),
            cells=(settled[Cell(totals.STARTED, entry.lesson, unit)], settled[_completed(entry, unit)]),
        )
        for part in parts
        for entry in part.lessons
    )
    return Table(
        key="lessons",
        title=_("Lessons"),
        note=_("How many have started each lesson, and how many have completed it."),
        columns=(
            Column(key="started", label=pgettext("column", "Started")),
            Column(key="completed", label=pgettext("column", "Completed")),
        ),
        rows=tuple(rows),
    )


def time(settled: Settled, parts: Sequence[PartOnShelf]) -> Table:
    rows = (
        Row(key=entry.key, label=title(part, entry), cells=_times(settled, entry))
        for part in parts
        for entry in part.lessons
    )
    labels = [_("At most %(minutes)s min") % {"minutes": bound} for bound in totals.MINUTES]
    return Table(
        key="time",
        title=_("Time used"),
        note=_(
            "From the first answer in a lesson to the last, as shares to the nearest 5 %. Half have used no more than "
            "the minutes in the last column. Shown when at least 20 have completed the lesson."
        ),
        columns=(
            *(
                Column(key=bound, label=label, unit="percent")
                for bound, label in zip(BOUNDS, (*labels, _("More than an hour")), strict=True)
            ),
            Column(key="median", label=_("Half within"), unit="minutes"),
        ),
        rows=tuple(rows),
    )


def title(part: PartOnShelf, entry: Entry) -> str:
    return f"{part.number}.{entry.number} {entry.title}"


def _completed(entry: Entry, unit: int) -> Cell:
    return Cell(totals.COMPLETED, entry.lesson, unit)


def _ends(settled: Settled, part: PartOnShelf, unit: int) -> list[Row]:
    """Where the way through a part begins and ends."""
    name = {"part": part.document.title}
    ends = ((totals.BEGUN, _("Begun on %(part)s")), (totals.PART, _("Completed %(part)s")))
    return [
        Row(key=what + part.slug, label=label % name, cells=(settled[Cell(what + part.slug, 0, unit)],))
        for what, label in ends
    ]


def _times(settled: Settled, entry: Entry) -> tuple[int | None, ...]:
    counts = [settled[Cell(totals.TIME + bound, entry.lesson)] or 0 for bound in BOUNDS]
    shares = suppression.shares(counts)
    if shares is None:
        return (None,) * (len(BOUNDS) + 1)
    return (*shares, _median(counts))


def _median(counts: Sequence[int]) -> int | None:
    """The bound that half of them are within; None where that is more than an hour."""
    reached = 0
    for bound, count in zip(totals.MINUTES, counts, strict=False):
        reached += count
        if 2 * reached >= sum(counts):
            return bound
    return None
