"""The charts of a municipality, the same on its pages and as files."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from baerekraft.indicators.charts import lines, strip
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.charts.lines import Line
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.series import Point
from baerekraft.indicators.table import COVERED, Table
from baerekraft.municipalities.models import Municipality
from baerekraft.status import municipal, words
from baerekraft.status.municipal import Series


def through_time(municipality: Municipality, series: Series) -> Drawing | None:
    """The municipality's line with Norway's and Viken's beside it; none with one year only."""
    if len(series.points) < 2 or words.is_answer(series.indicator):
        return None
    beside = [
        Line(words.place(region), _points(points), role="compare")
        for region, points in series.beside.items()
        if points
    ]
    return lines.draw(
        f"{series.indicator.name}: {municipality.name}",
        [Line(municipality.name, _points(series.points)), *beside],
        unit=words.axis(series.indicator),
        decimals=series.indicator.decimals,
        description=words.trend_sentence(series.indicator, series.trend),
    )


def among(indicator: Indicator, marked: Sequence[Municipality], year: int, table: Table) -> Drawing | None:
    """Every municipality with a figure for the year as a dot, some of them named; none where they are too few."""
    row = table.row(indicator)
    values = {
        one.name: row[one.pk].value
        for one in table.municipalities
        if one.pk in row and row[one.pk].year == year
    }
    named = [one.name for one in marked if one.name in values]
    if len(values) < COVERED or not named or not municipal.comparable(indicator):
        return None
    return strip.draw(
        _("%(indicator)s, %(year)s: %(names)s among the municipalities")
        % {"indicator": indicator.name, "year": year, "names": get_text_list(named, _("and"))},
        values,
        marked=named,
        unit=words.axis(indicator),
        decimals=indicator.decimals,
        description=_spread(indicator, values, named),
    )


def _spread(indicator: Indicator, values: dict[str, Decimal], named: Sequence[str]) -> str:
    """From where to where the dots lie, without naming the ends: a chart of all shows nobody up."""
    spread = _("%(count)s municipalities on one line, from %(least)s to %(most)s.") % {
        "count": len(values),
        "least": words.value(indicator, min(values.values())),
        "most": words.value(indicator, max(values.values())),
    }
    own = [f"{name}: {words.value(indicator, values[name])}." for name in named]
    return " ".join([spread, *own])


def _points(points: Sequence[Point]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((point.year, point.value) for point in points)
