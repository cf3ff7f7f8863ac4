"""A goal's page: in plain words, every figure we have, what a municipality can do, and the ways on."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from baerekraft.catalog import by_goal
from baerekraft.catalog.shelf import Shelf
from baerekraft.indicators import overview, table
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.table import Table
from baerekraft.pages.registry import Made
from baerekraft.sdg import goals
from baerekraft.status import charting, coverage, newest, regional, sources, texts, words
from baerekraft.status.newest import Figure
from baerekraft.status.regional import Series
from baerekraft.status.sources import Source


@dataclass(frozen=True)
class YearRow:
    """A line of the table beside a chart: a year, and a value a place, empty where there is none."""

    year: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SeriesTable:
    places: tuple[str, ...]
    rows: tuple[YearRow, ...]


@dataclass(frozen=True)
class Shown:
    """An indicator on the page. Without a figure for a county it has those of the municipalities."""

    indicator: Indicator
    figure: Figure | None
    chart: SafeString | None
    table: SeriesTable | None
    wanted: str
    sources: list[Source]
    mapped: bool
    municipalities: int


def page(on_shelf: Shelf, goal: int) -> Made:
    language = get_language() or on_shelf.language
    context = {
        "goal": goals.get(goal),
        "goals": goals.every(),
        "before": goals.get(goal - 1) if goal > 1 else None,
        "after": goals.get(goal + 1) if goal < len(goals.every()) else None,
        "text": texts.of_goal(goal, language),
        "lesson": by_goal.of_goal(goal, language),
        "indicators": shown(goal),
    }
    return Made("status/goal.html", context)


def shown(goal: int) -> list[Shown]:
    rows = {row.indicator.slug: newest.figure(row) for row in overview.of_goal(goal)}
    indicators = list(Indicator.objects.filter(goal=goal))
    series = regional.of(indicators)
    municipal = table.latest(indicators)
    mapped = coverage.mapped(indicators)
    return [
        _one(one, rows.get(one.slug), series[one.slug], municipal, mapped=one in mapped) for one in indicators
    ]


def _one(
    indicator: Indicator, figure: Figure | None, series: Series, municipal: Table, *, mapped: bool
) -> Shown:
    chart = charting.of(indicator, regional.nearest(series), municipal)
    return Shown(
        indicator=indicator,
        figure=figure,
        chart=chart.svg if chart else None,
        table=years_by_place(indicator, series),
        wanted=words.wanted(indicator),
        sources=sources.of_series(series),
        mapped=mapped,
        municipalities=len(municipal.row(indicator)),
    )


def years_by_place(indicator: Indicator, series: Series) -> SeriesTable | None:
    """Newest year first; None where there is only one figure, which stands above."""
    if sum(len(points) for points in series.values()) < 2:
        return None
    return SeriesTable(
        tuple(words.place(region) for region in series),
        tuple(
            YearRow(year, tuple(_cell(indicator, series, region, year) for region in series))
            for year in regional.years(series)
        ),
    )


def _cell(indicator: Indicator, series: Series, region: str, year: int) -> str:
    point = charting.at(series[region], year)
    return words.figure(indicator, point.value) if point else ""
