"""The series of the counties and the country: Viken first, then what it became, what it came from, and Norway."""

from collections.abc import Iterable, Mapping

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.series import Point

ORDER = (lineage.VIKEN, *lineage.NOW, *lineage.BEFORE, lineage.NORWAY)
Series = Mapping[str, tuple[Point, ...]]


def of(indicators: Iterable[Indicator]) -> dict[str, dict[str, tuple[Point, ...]]]:
    """By the indicator's slug and the region's name, oldest year first. One query."""
    known = {indicator.slug: indicator for indicator in indicators}
    found: dict[str, dict[str, tuple[Point, ...]]] = {slug: {} for slug in known}
    for value in Value.objects.filter(indicator__in=known, municipality=None).order_by("year"):
        series = found[value.indicator_id]
        series[value.region] = (*series.get(value.region, ()), Point(value.year, value.value, value))
    return {
        slug: {region: series[region] for region in ORDER if region in series}
        for slug, series in found.items()
    }


def nearest(series: Series) -> Series:
    """Viken and Norway where Viken has a series of its own, so that a small chart has few lines; else all."""
    if len(series.get(lineage.VIKEN, ())) < 2:
        return series
    return {region: series[region] for region in (lineage.VIKEN, lineage.NORWAY) if region in series}


def years(series: Series) -> list[int]:
    """Every year with a figure for one of them, newest first."""
    return sorted({point.year for points in series.values() for point in points}, reverse=True)
