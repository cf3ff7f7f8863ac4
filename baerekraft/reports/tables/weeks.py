"""Week by week: weeks()."""

from collections.abc import Sequence
from datetime import date
from itertools import dropwhile

from django.utils.translation import gettext as _

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.records import totals
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import Settled
from baerekraft.reports.tables import groups


def weeks(settled: Settled, parts: Sequence[PartOnShelf]) -> Table:
    """The sums through each week, and how many were active in it."""
    columns = (Column(key=totals.ACTIVE, label=_("Active in the week")), *groups.columns(parts))
    rows = tuple(
        Row(
            key=_key(week),
            label=_label(week),
            cells=tuple(shown.get(Cell(column.key)) for column in columns),
        )
        for week, shown in settled.weeks.items()
    )
    return Table(
        key="weeks",
        title=_("Week by week"),
        note=_("How many had begun and completed by the end of each week, and how many were active in it."),
        columns=columns,
        # Weeks before the first that shows anything are left out, or their number would tell that somebody was there.
        rows=tuple(dropwhile(lambda row: not any(row.cells), rows)),
    )


def _key(week: date) -> str:
    year, number, _day = week.isocalendar()
    return f"{year}-W{number:02}"


def _label(week: date) -> str:
    year, number, _day = week.isocalendar()
    return _("Week %(week)s, %(year)s") % {"week": number, "year": year}
