"""An indicator's page: through time, on the map, in every municipality, and where the figures come from."""

from collections.abc import Mapping
from dataclasses import dataclass

from baerekraft.catalog.shelf import Shelf
from baerekraft.indicators import lineage, overview, standing, table
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.table import COVERED, Cell, Table
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.pages.registry import Made
from baerekraft.sdg import goals
from baerekraft.status import charting, coverage, newest, regional, sources, words
from baerekraft.status.goals import years_by_place


@dataclass(frozen=True)
class Line:
    """A municipality in the table. No band where too few have a figure, or where none can be told."""

    municipality: Municipality
    value: str
    year: int | None
    band: str


@dataclass(frozen=True)
class Moved:
    """What a county has today that it had not in 2019, and the other way round."""

    county: str
    came: tuple[str, ...]
    left: tuple[str, ...]


def page(on_shelf: Shelf, indicator: str) -> Made | None:
    found = Indicator.objects.filter(slug=indicator).first()
    return Made("status/indicator.html", context(found)) if found else None


def context(indicator: Indicator) -> dict[str, object]:
    series = regional.of([indicator])[indicator.slug]
    municipal = table.latest([indicator])
    row = municipal.row(indicator)
    listed = lines(indicator, municipal, row)
    figure = next((row for row in overview.of_goal(indicator.goal) if row.indicator == indicator), None)
    return {
        "indicator": indicator,
        "name": str(indicator),
        "goal": goals.get(indicator.goal),
        "unit": words.axis(indicator),
        "wanted": "" if words.is_answer(indicator) else words.wanted(indicator),
        "figure": newest.figure(figure) if figure else None,
        "regional": bool(series),
        "chart": charting.of(indicator, series, municipal),
        "table": years_by_place(indicator, series),
        "moved": moved() if crosses_a_border(series) else [],
        "map": charting.map_of(indicator, row, municipal.municipalities),
        "covered": len(row),
        "enough": COVERED,
        "lines": listed,
        "banded": any(line.band for line in listed),
        "mapped": coverage.mapped(Indicator.objects.all()),
        "sources": sources.of(Value.objects.filter(indicator=indicator).order_by("municipality", "year")),
    }


def lines(indicator: Indicator, municipal: Table, row: Mapping[int, Cell]) -> list[Line]:
    """Everyone by name; nobody when no municipality has a figure."""
    if not row:
        return []
    swings = standing.swings([indicator])
    return [_line(indicator, one, row, swings) for one in municipal.municipalities]


def _line(
    indicator: Indicator, municipality: Municipality, row: Mapping[int, Cell], swings: standing.Swings
) -> Line:
    cell = row.get(municipality.pk)
    if cell is None:
        return Line(municipality, "", None, "")
    swing = swings.of(indicator, municipality.pk)
    placed = None
    if not (words.is_answer(indicator) or words.is_total(indicator)):
        placed = standing.among(indicator, row, municipality.pk, swing=swing)
    band = words.band_word(placed.band) if placed else ""
    return Line(municipality, words.figure(indicator, cell.value), cell.year, band)


def crosses_a_border(series: regional.Series) -> bool:
    """Whether the page shows counties of more than one time."""
    return len({_time(region) for region in series} - {lineage.NORWAY}) > 1


def _time(region: str) -> str:
    groups = {"before": lineage.BEFORE, "now": lineage.NOW}
    return next((name for name, regions in groups.items() if region in regions), region)


def moved() -> list[Moved]:
    """How each county of today differs from the one it had its name from."""
    names = dict(MunicipalityCode.objects.in_year(2019).values_list("code", "name"))
    return [
        Moved(county, tuple(names[code] for code in came), tuple(names[code] for code in left))
        for county in lineage.NOW
        for left, came in [lineage.moved(county + words.UNTIL_2019, county)]
        if came or left
    ]
