"""Pledges made and kept, and checks: pledges(), checks()."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.records import totals
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import Settled
from baerekraft.reports.tables.lessons import title
from baerekraft.sdg import pairs


def pledges(settled: Settled, parts: Sequence[PartOnShelf]) -> Table:
    named = [(Cell(""), "all", _("All lessons"))]
    named += [
        (Cell("", entry.lesson), entry.key, title(part, entry))
        for part in parts
        for entry in part.lessons
        if any(exercise.kind == "pledge" for exercise in entry.document.exercises)
    ]
    rows = (
        Row(
            key=key,
            label=label,
            cells=tuple(settled[cell._replace(what=what)] for what in (totals.PLEDGED, totals.KEPT)),
        )
        for cell, key, label in named
    )
    return Table(
        key="pledges",
        title=_("Pledges"),
        note=_("How many have chosen a step, and how many have told that they took it."),
        columns=(
            Column(key="pledged", label=pgettext("column", "Made")),
            Column(key="kept", label=pgettext("column", "Kept")),
        ),
        rows=tuple(rows),
    )


def checks(settled: Settled) -> Table:
    begun = Row(key="started", label=_("Checks begun"), cells=(settled[Cell(totals.CHECK_STARTED)],))
    final = Row(key="final", label=_("Checks made final"), cells=(settled[Cell(totals.CHECK_FINAL)],))
    return Table(
        key="checks",
        title=_("The sustainability check"),
        note=_("The goals that pull apart most often, as the authors have confirmed in final reports."),
        columns=(Column(key="count", label=pgettext("column", "Number")),),
        rows=(begun, final, *_conflicts(settled)),
    )


def _conflicts(settled: Settled) -> Iterator[Row]:
    """The most frequent first; only those that are shown."""
    met = {cell.what: count for cell, count in settled.cells.items() if cell.what.startswith(totals.CONFLICT)}
    for what, count in sorted(met.items(), key=lambda pair: (-(pair[1] or 0), pair[0])):
        if count:
            yield Row(key=what, label=pairs.title(what.removeprefix(totals.CONFLICT)), cells=(count,))
