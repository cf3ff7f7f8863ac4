"""The charts of an indicator: through time where there are years, side by side where there is one, and the map."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.indicators import lineage, standing
from baerekraft.indicators.charts import bars, lines, strip, tiles
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.series import Point
from baerekraft.indicators.table import Cell, Table
from baerekraft.indicators.trend import of as trend_of
from baerekraft.municipalities.models import Municipality
from baerekraft.status import regional, words
from baerekraft.status.regional import Series

Role = Literal["main", "compare", "other"]


def of(indicator: Indicator, series: Series, municipal: Table) -> Drawing | None:
    """The counties and the country; where only municipalities have figures, all of them on one line."""
    if series:
        return of_regions(indicator, series)
    return of_municipalities(indicator, municipal.row(indicator), municipal.municipalities)


def of_regions(indicator: Indicator, series: Series) -> Drawing | None:
    """None where there is only one figure, or none: a number needs no chart."""
    shown = _comparable(indicator, series)
    if any(len(points) > 1 for points in shown.values()):
        return _through_time(indicator, shown)
    return _side_by_side(indicator, shown)


def of_municipalities(
    indicator: Indicator, row: Mapping[int, Cell], municipalities: Sequence[Municipality]
) -> Drawing | None:
    """Everyone on one axis; None where too few have a figure in one year, or the figure is a yes or a no."""
    cells = {} if words.is_answer(indicator) else standing.in_one_year(row)
    values = {one.name: cells[one.pk].value for one in municipalities if one.pk in cells}
    if not values:
        return None
    return strip.draw(
        str(indicator),
        values,
        marked=[],
        unit=words.axis(indicator),
        decimals=indicator.decimals,
        description=spread(indicator, values),
    )


def map_of(
    indicator: Indicator, row: Mapping[int, Cell], municipalities: Sequence[Municipality]
) -> Drawing | None:
    """The tile map by fifths; None where too few have a figure in one year."""
    cells = standing.in_one_year(row)
    if not cells:
        return None
    shades = standing.quintiles(row)
    values = {one.name: cells[one.pk].value for one in municipalities if one.pk in cells}
    year = next(iter(cells.values())).year
    return tiles.draw(
        _("%(indicator)s in the municipalities, %(year)s") % {"indicator": indicator, "year": year},
        [_tile(indicator, one, cells, shades) for one in municipalities],
        legend=legend(indicator, row),
        description=spread(indicator, values),
    )


def legend(indicator: Indicator, row: Mapping[int, Cell]) -> list[str]:
    """The values of each fifth, lowest first; a fifth that equal values have emptied says so."""
    return [_span(indicator, *limit) if limit else _("none") for limit in standing.limits(row)]


def spread(indicator: Indicator, values: Mapping[str, Decimal]) -> str:
    """Who is lowest and highest, for those who do not see the picture."""
    low, high = min(values, key=lambda name: values[name]), max(values, key=lambda name: values[name])
    return _("Lowest: %(low)s, %(least)s. Highest: %(high)s, %(most)s.") % {
        "low": low,
        "least": words.value(indicator, values[low]),
        "high": high,
        "most": words.value(indicator, values[high]),
    }


def told(indicator: Indicator, series: Series) -> str:
    """What the lines say, one sentence a place."""
    said = (
        f"{words.place(region)}: {words.trend_sentence(indicator, trend_of(indicator, points))}"
        if len(points) > 1
        else f"{words.place(region)}: {words.value(indicator, points[0].value)} ({points[0].year})."
        for region, points in series.items()
    )
    return " ".join(said)


def _comparable(indicator: Indicator, series: Series) -> Series:
    """Without the country where the figure is a total: beside it, a county would be a line along the bottom."""
    if not words.is_total(indicator) or set(series) == {lineage.NORWAY}:
        return series
    return {region: points for region, points in series.items() if region != lineage.NORWAY}


def _through_time(indicator: Indicator, series: Series) -> Drawing:
    drawn = [
        lines.Line(
            words.place(region),
            tuple((point.year, point.value) for point in points),
            _role(region, series),
            region.removesuffix(words.UNTIL_2019),
        )
        for region, points in series.items()
    ]
    return lines.draw(
        str(indicator),
        drawn,
        unit=words.axis(indicator),
        decimals=indicator.decimals,
        description=told(indicator, series),
    )


def _side_by_side(indicator: Indicator, series: Series) -> Drawing | None:
    """The newest year that two places have."""
    for year in regional.years(series):
        there = {region: at(points, year) for region, points in series.items()}
        drawn = [
            bars.Bar(words.place(region), point.value, _role(region, series))
            for region, point in there.items()
            if point
        ]
        if len(drawn) > 1:
            return bars.draw(
                f"{indicator}, {year}",
                drawn,
                unit=words.axis(indicator),
                decimals=indicator.decimals,
                description=told(indicator, {region: (point,) for region, point in there.items() if point}),
            )
    return None


def at(points: Sequence[Point], year: int) -> Point | None:
    return next((point for point in points if point.year == year), None)


def _role(region: str, series: Series) -> Role:
    if region == lineage.NORWAY and len(series) > 1:
        return "compare"
    return "main" if region == lineage.VIKEN or lineage.VIKEN not in series else "other"


def _tile(
    indicator: Indicator, municipality: Municipality, cells: Mapping[int, Cell], shades: Mapping[int, int]
) -> tiles.Tile:
    cell = cells.get(municipality.pk)
    return tiles.Tile(
        municipality.slug,
        municipality.name,
        shades.get(municipality.pk),
        words.value(indicator, cell.value) if cell else _("no figure"),
        reverse("status:municipality", args=[municipality.slug]),
    )


def _span(indicator: Indicator, least: Decimal, most: Decimal) -> str:
    low, high = words.figure(indicator, least), words.figure(indicator, most)
    return words.with_unit(low if low == high else f"{low}{words.SPAN}{high}", words.unit(indicator))
