"""A county's municipalities beside each other, on the map and as bars: of()."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from baerekraft.indicators.charts import tiles
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.insight.charts import bars
from baerekraft.insight.charts.bars import Bar, Given
from baerekraft.reports.pdf import saying
from baerekraft.reports.report import Report, Row, Table
from baerekraft.reports.writing import figure

SHADES = 5


@dataclass(frozen=True)
class County:
    table: Table
    heading: str
    map: Drawing | None
    bars: list[Bar]


def of(report: Report) -> County | None:
    """By how many of 1,000 inhabitants have begun on the part that most have begun on."""
    table, first = report.table("municipalities"), saying.leading(report)
    if table is None or first is None:
        return None
    column = next(c for c in table.columns if c.key == f"begun:{first.key}-per-1000")
    place = table.columns.index(column)
    shown = {row.key: value for row in table.rows if (value := row.cells[place]) is not None}
    most = sorted((row for row in table.rows if row.key in shown), key=lambda row: -shown[row.key])
    rows = [Given(row.label, figure(shown[row.key]), shown[row.key]) for row in most]
    return County(table, column.label, _map(column.label, table.rows, shown), bars.draw(rows))


def _map(heading: str, rows: tuple[Row, ...], shown: dict[str, int]) -> Drawing | None:
    """None where nothing is shown."""
    on_map = [row for row in rows if row.key in tiles.PLACES]
    if not shown or not on_map:
        return None
    limits = _limits(sorted(set(shown.values())))
    return tiles.draw(
        heading,
        [
            tiles.Tile(row.key, row.label, _shade(shown.get(row.key), limits), figure(shown.get(row.key)))
            for row in on_map
        ],
        legend=[str(low) if low == high else f"{low}–{high}" for low, high in limits],
        description=_("The table below has every number."),
    )


def _limits(values: list[int]) -> list[tuple[int, int]]:
    """The lowest and the highest of each shade: as many different numbers in each, as nearly as can be."""
    count = min(SHADES, len(values))
    cuts = [round(i * len(values) / count) for i in range(count + 1)]
    return [(values[low], values[high - 1]) for low, high in pairwise(cuts)]


def _shade(value: int | None, limits: list[tuple[int, int]]) -> int | None:
    if value is None:
        return None
    return next(shade for shade, (_low, high) in enumerate(limits) if value <= high)
