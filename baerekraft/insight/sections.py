"""What a dashboard shows of a report, one section a table: of()."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.insight.charts import bars, stacked
from baerekraft.insight.charts.bars import Bar, Given
from baerekraft.insight.charts.stacked import Stack
from baerekraft.reports import weeks
from baerekraft.reports.pdf import saying
from baerekraft.reports.report import Report, Row, Table
from baerekraft.reports.writing import figure

LEVELS = 4
MOST_CONFLICTS = 8
DASH = " – "


@dataclass(frozen=True)
class Lane:
    """What stands under one heading."""

    heading: str = ""
    bars: list[Bar] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """`key` is the table's; `legend` says what the light and the dark bar are."""

    table: Table
    lanes: list[Lane] = field(default_factory=list)
    drawing: Drawing | None = None
    legend: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    is_wide: bool = False

    @property
    def is_empty(self) -> bool:
        return self.table.is_empty or not (
            self.drawing or any(lane.bars or lane.stacks for lane in self.lanes)
        )


def of(report: Report) -> list[Section]:
    """In the order they are read. Funnels are one section together; the headline has its own place on the page."""
    return [
        Section(table) if table.is_empty else DRAWN[table.key](table, report)
        for table in report.tables
        if table.key in DRAWN
    ]


def _parts(table: Table, report: Report) -> Section:
    return Section(table, [Lane(bars=_pairs(table.rows))], legend=_legend(table))


def _lessons(table: Table, report: Report) -> Section:
    return Section(table, _by_part(table, report, _pairs), legend=_legend(table), is_wide=True)


def _weeks(table: Table, report: Report) -> Section:
    return Section(table, drawing=weeks.active(table))


def _groups(table: Table, report: Report) -> Section:
    """Roles or units in the part that most have begun on; the other parts are in the table."""
    first = saying.leading(report)
    if first is None:
        return Section(table)
    places = [
        i
        for i, column in enumerate(table.columns)
        if column.key in (f"begun:{first.key}", f"part:{first.key}")
    ]
    rows = [
        Row(key=row.key, label=row.label, cells=tuple(row.cells[i] for i in places)) for row in table.rows
    ]
    legend = (_("Begun"), _("Completed"))
    return Section(table, [Lane(first.label, bars=_pairs(rows))], legend=legend)


def _judgements(table: Table, report: Report) -> Section:
    levels = tuple(column.label.partition(": ")[2] for column in table.columns[:LEVELS])
    lanes = [
        Lane(
            heading=row.label,
            stacks=[stacked.draw(name, row.cells[at : at + LEVELS], levels=levels) for name, at in _times()],
        )
        for row in table.rows
        if any(row.cells)
    ]
    return Section(table, lanes, levels=levels, is_wide=True)


def _times() -> Iterator[tuple[str, int]]:
    yield _("Before"), 0
    yield _("Now"), LEVELS


def _time(table: Table, report: Report) -> Section:
    """Half have used no more than what stands before the bar."""
    levels = tuple(column.label for column in table.columns[:-1])
    lanes = [
        Lane(
            row.label, stacks=[stacked.draw(figure(row.cells[-1], "minutes"), row.cells[:-1], levels=levels)]
        )
        for row in table.rows
        if any(row.cells)
    ]
    return Section(table, lanes, levels=levels, is_wide=True)


def _polls(table: Table, report: Report) -> Section:
    lanes = []
    for _question, rows in groupby(table.rows, key=lambda row: row.key.rpartition("/")[0]):
        asked = list(rows)
        if any(row.cells[0] for row in asked):
            prompt = _common([row.label for row in asked])
            answers = [row.model_copy(update={"label": row.label[len(prompt) :]}) for row in asked]
            lanes.append(Lane(prompt.removesuffix(DASH), _single(answers, 0, table, most=100)))
    return Section(table, lanes, is_wide=True)


def _common(labels: Sequence[str]) -> str:
    """What all of them begin with, through a dash: the question that stands before each of its answers."""
    cut = labels[0].rfind(DASH)
    while cut >= 0 and not all(label.startswith(labels[0][: cut + len(DASH)]) for label in labels):
        cut = labels[0].rfind(DASH, 0, cut)
    return labels[0][: cut + len(DASH)] if cut >= 0 else ""


def _pledges(table: Table, report: Report) -> Section:
    shown = [row for row in table.rows if row.key == "all" or any(row.cells)]
    return Section(table, [Lane(bars=_pairs(shown))], legend=_legend(table))


def _checks(table: Table, report: Report) -> Section:
    checks = [row for row in table.rows if row.key in ("started", "final")]
    conflicts = [row for row in table.rows if row not in checks]
    lanes = [Lane(bars=_single(checks, 0, table))]
    if conflicts:
        lanes.append(Lane(_("Goal conflicts most often met"), _single(conflicts[:MOST_CONFLICTS], 0, table)))
    return Section(table, lanes)


DRAWN: dict[str, Callable[[Table, Report], Section]] = {
    "parts": _parts,
    "weeks": _weeks,
    "lessons": _lessons,
    "roles": _groups,
    "units": _groups,
    "judgements": _judgements,
    "polls": _polls,
    "pledges": _pledges,
    "checks": _checks,
    "time": _time,
}


def funnels(report: Report) -> list[Lane]:
    """The way through each part that somebody is shown to have begun on, all to one scale."""
    tables = [table for table in report.tables if table.key.startswith("funnel-") and not table.is_empty]
    most = max((row.cells[0] or 0 for table in tables for row in table.rows), default=0)
    parts = report.table("parts")
    names = {row.key: row.label for row in parts.rows} if parts else {}
    return [
        Lane(
            names.get(table.key.removeprefix("funnel-"), table.title),
            _single(table.rows, 0, table, most=most),
        )
        for table in tables
    ]


def _by_part(table: Table, report: Report, draw: Callable[[Sequence[Row]], list[Bar]]) -> list[Lane]:
    """A lane for each part of which something is shown; a row's key begins with its part's."""
    parts = report.table("parts")
    lanes = []
    for part in parts.rows if parts else ():
        rows = [row for row in table.rows if row.key.startswith(f"{part.key}/")]
        if any(any(row.cells) for row in rows):
            lanes.append(Lane(part.label, draw(rows)))
    return lanes


def _pairs(rows: Iterable[Row]) -> list[Bar]:
    """The first number, and the second inside it."""
    return bars.draw([Given(row.label, _of(*row.cells[:2]), *row.cells[:2]) for row in rows])


def _of(whole: int | None, part: int | None) -> str:
    if whole is None and part is None:
        return figure(None)
    return _("%(part)s of %(whole)s") % {"part": figure(part), "whole": figure(whole)}


def _single(rows: Iterable[Row], place: int, table: Table, *, most: int = 0) -> list[Bar]:
    unit = table.columns[place].unit
    return bars.draw(
        [Given(row.label, figure(row.cells[place], unit), row.cells[place]) for row in rows], most=most
    )


def _legend(table: Table) -> tuple[str, ...]:
    return tuple(column.label for column in table.columns[:2])
