"""The whole table: the newest figure of every municipality on every indicator, read at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from django.db import connection

from baerekraft.indicators.models import Indicator
from baerekraft.municipalities.models import Municipality

# Fewer municipalities than this with a figure in one year: no map, and no place among the 51.
COVERED = 40


class Cell(NamedTuple):
    """The newest figure there is, and its year. A tuple, for there are many of them."""

    value: Decimal
    year: int


@dataclass(frozen=True)
class Table:
    """Indicators that municipalities have figures for, the municipalities, and a cell where there is a figure."""

    indicators: tuple[Indicator, ...]
    municipalities: tuple[Municipality, ...]
    cells: Mapping[tuple[str, int], Cell]

    def of(self, municipality: Municipality) -> dict[str, Cell]:
        """By the indicator's slug."""
        keys = ((indicator.slug, municipality.pk) for indicator in self.indicators)
        return {key[0]: self.cells[key] for key in keys if key in self.cells}

    def row(self, indicator: Indicator) -> dict[int, Cell]:
        """By the municipality's id."""
        keys = ((indicator.slug, municipality.pk) for municipality in self.municipalities)
        return {key[1]: self.cells[key] for key in keys if key in self.cells}


# What most of the table is: the newest year that anybody has a figure for, an indicator at a time. A CROSS JOIN keeps
# the order of the tables in SQLite, which reads every year there is when it has no statistics to choose by.
IN_THE_NEWEST_YEAR = """
SELECT v.indicator_id, v.municipality_id, v.value, v.year
FROM indicators_indicator i CROSS JOIN indicators_value v
WHERE i.slug IN ({}) AND v.indicator_id = i.slug AND v.municipality_id IS NOT NULL AND v.year = (
  SELECT max(w.year) FROM indicators_value w
  WHERE w.indicator_id = i.slug AND w.municipality_id IS NOT NULL)
"""
# Where some have none for that year, each by its own newest; those that have none at all come with nothing. Grouping or
# numbering the rows would read every year, and so would PostgreSQL if this were a join.
ONE_BY_ONE = """
SELECT i.slug, m.id,
  (SELECT w.value FROM indicators_value w
   WHERE w.indicator_id = i.slug AND w.municipality_id = m.id AND w.region = '' ORDER BY w.year DESC LIMIT 1),
  (SELECT max(w.year) FROM indicators_value w
   WHERE w.indicator_id = i.slug AND w.municipality_id = m.id AND w.region = '')
FROM indicators_indicator i CROSS JOIN municipalities_municipality m
WHERE i.slug IN ({})
"""


def latest(indicators: Iterable[Indicator] | None = None) -> Table:
    """Every indicator that has a municipal figure, or those of the given ones that have."""
    known = Indicator.objects.order_by().values_list("pk", flat=True)
    wanted = known if indicators is None else (indicator.pk for indicator in indicators)
    municipalities = tuple(Municipality.objects.alphabetical())
    cells = _read(IN_THE_NEWEST_YEAR, list(wanted))
    counted = Counter(map(itemgetter(0), cells))
    behind = [slug for slug, count in counted.items() if count < len(municipalities)]
    cells |= _read(ONE_BY_ONE, behind)
    return Table(tuple(Indicator.objects.filter(pk__in=counted)), municipalities, cells)


def _read(sql: str, slugs: Sequence[str]) -> dict[tuple[str, int], Cell]:
    """Straight from the cursor, for ten thousand cells. SQLite answers with floats, PostgreSQL with decimals."""
    if not slugs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(", ".join(["%s"] * len(slugs))), slugs)
        return {(slug, place): Cell(Decimal(str(value)), year) for slug, place, value, year in cursor if year}
