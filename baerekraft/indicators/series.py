"""A series: an indicator in one place, year by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality


@dataclass(frozen=True)
class Point:
    """One year of a series. The row tells who published it and what to mind."""

    year: int
    value: Decimal
    value_row: Value


def of(
    indicator: Indicator, *, municipality: Municipality | None = None, region: str = ""
) -> tuple[Point, ...]:
    """Every year there is, oldest first. Years between are not filled in."""
    return _points(indicator.values.at(municipality=municipality, region=region).order_by("year"))


def latest(
    indicator: Indicator, *, municipality: Municipality | None = None, region: str = ""
) -> Point | None:
    newest = indicator.values.at(municipality=municipality, region=region).order_by("-year")[:1]
    return next(iter(_points(newest)), None)


def through_time(indicator: Indicator, region: str) -> dict[str, tuple[Point, ...]]:
    """The county's own series, and those of the counties it came from and became, each by its name.

    They are not made one: the old counties and the new ones do not hold quite the same municipalities.
    """
    names = (*lineage.predecessors(region), region, *lineage.successors(region))
    found: dict[str, list[Value]] = {name: [] for name in names}
    for row in indicator.values.filter(region__in=names).order_by("year"):
        found[row.region].append(row)
    return {name: _points(rows) for name, rows in found.items() if rows}


def _points(rows: Iterable[Value]) -> tuple[Point, ...]:
    return tuple(Point(row.year, row.value, row) for row in rows)
