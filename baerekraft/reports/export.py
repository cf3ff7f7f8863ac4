"""Large tables as a stream: rows() for the figures of a place and its units, lines() for anything with many rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.municipalities.models import Unit
from baerekraft.reports import figures
from baerekraft.reports.files import BOM, NOTHING, Cells, line
from baerekraft.reports.report import Report
from baerekraft.reports.scopes import Scope

AT_ONCE = 500


def rows(scope: Scope, *, today: date) -> Iterator[bytes]:
    """One line a number: place, table, row, column, number. A municipality's open units come after itself."""
    header = [_("Place"), _("Table"), _("Row"), _("Column"), pgettext("column", "Number")]
    yield from lines(header, (found for report in _reports(scope, today) for found in _long(report)))


def lines(header: Cells, rows: Iterable[Cells]) -> Iterator[bytes]:
    """A CSV file for Excel in Norwegian, some hundred lines at a time: it takes no more memory with more rows."""
    yield BOM.encode() + line(header)
    for some in batched(rows, AT_ONCE):
        yield b"".join(map(line, some))


def _reports(scope: Scope, today: date) -> Iterator[Report]:
    yield figures.of(scope, today=today)
    if scope.municipality and not scope.unit:
        for unit in Unit.objects.filter(municipality=scope.municipality).open().alphabetical():
            yield figures.of(Scope(scope.municipality, unit), today=today)


def _long(report: Report) -> Iterator[Cells]:
    for table in report.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                number = NOTHING if cell is None else cell
                yield [report.place, table.title, row.label, column.label, number]
