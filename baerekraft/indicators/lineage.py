"""How figures go on when borders move: counties that were split, and municipalities that merged."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality, MunicipalityCode, MunicipalityQuerySet

NORWAY = "Norge"
VIKEN = "Viken"
NOW = ("Akershus", "Buskerud", "Østfold")
BEFORE = ("Akershus (til 2019)", "Buskerud (til 2019)", "Østfold (til 2019)")
# A county by name, and a year in which it had that name and those borders.
YEARS = {VIKEN: 2022, **dict.fromkeys(NOW, 2024), **dict.fromkeys(BEFORE, 2019)}
REGIONS = (NORWAY, *YEARS)
# What Statistics Norway calls them.
CODES = {
    "0": NORWAY,
    "30": VIKEN,
    "32": "Akershus",
    "33": "Buskerud",
    "31": "Østfold",
    "02": "Akershus (til 2019)",
    "06": "Buskerud (til 2019)",
    "01": "Østfold (til 2019)",
}
POPULATION = "folketall"


class CannotJoin(ValueError):
    """The figures of the parts do not give the figure of the whole; the text says why."""


def successors(region: str) -> tuple[str, ...]:
    """The counties that took over."""
    if region == VIKEN:
        return NOW
    return (VIKEN,) if region in BEFORE else ()


def predecessors(region: str) -> tuple[str, ...]:
    if region == VIKEN:
        return BEFORE
    return (VIKEN,) if region in NOW else ()


def aggregate(values: Mapping[str, Decimal], weights: Mapping[str, Decimal] | None = None) -> Decimal:
    """The sum; with weights, the mean. What has no weight cannot be joined, and is never guessed."""
    if not values:
        raise CannotJoin("there are no figures")
    if weights is None:
        return sum((values[part] for part in sorted(values)), Decimal(0))
    missing = sorted(part for part in values if not weights.get(part))
    if missing:
        raise CannotJoin(f"no weight for {', '.join(missing)}")
    if any(weights[part] < 0 for part in values):
        raise CannotJoin("a weight is below nothing")
    total = sum((weights[part] for part in sorted(values)), Decimal(0))
    mean = sum((values[part] * weights[part] for part in sorted(values)), Decimal(0)) / total
    # Decimals are rounded too, and a mean must not fall outside what it is a mean of.
    return min(max(mean, min(values.values())), max(values.values()))


def join(
    indicator: Indicator,
    values: Mapping[str, Decimal],
    *,
    parts: Iterable[str],
    population: Mapping[str, Decimal] | None = None,
) -> Decimal:
    """The figure for all the parts together, as the indicator allows it. Raises CannotJoin."""
    missing = sorted(set(parts) - values.keys())
    if missing:
        raise CannotJoin(f"no figure for {', '.join(missing)}")
    unknown = sorted(values.keys() - set(parts))
    if unknown:
        raise CannotJoin(f"{', '.join(unknown)} is not a part of it")
    if len(values) == 1:
        return aggregate(values)
    if indicator.joining == Indicator.Joining.SUM:
        return aggregate(values)
    if indicator.joining == Indicator.Joining.POPULATION:
        return aggregate(values, population or {})
    raise CannotJoin(f"{indicator.slug} cannot be made from its parts: what it is a share of is not known")


def joined_line(
    indicator: Indicator,
    municipality: Municipality,
    year: int,
    values: Mapping[str, Decimal],
    *,
    population: Mapping[str, Decimal] | None = None,
) -> Decimal:
    """A line's figure from those of the codes it had in the year: Moss from 0104 and 0136. Raises CannotJoin."""
    return join(indicator, values, parts=municipality.codes_in(year), population=population)


def members(region: str) -> MunicipalityQuerySet:
    """The lines that were in the county, wholly or in part."""
    return Municipality.objects.in_county(_county(region), YEARS[region])


def from_members(indicator: Indicator, region: str, year: int) -> Decimal:
    """The county's figure made from its municipalities'. Raises CannotJoin.

    An old county whose municipalities have merged with others' since cannot be made: a line has one figure.
    """
    if region not in YEARS:
        raise CannotJoin(f"{region} is not a county we know the municipalities of")
    torn = _torn(region)
    if torn:
        raise CannotJoin(f"{', '.join(torn)}: only a part was in {region}")
    parts = list(members(region).values_list("slug", flat=True))
    values = _by_line(indicator.slug, parts, year)
    weighted = indicator.joining == Indicator.Joining.POPULATION
    population = _by_line(POPULATION, parts, year) if weighted else None
    return join(indicator, values, parts=parts, population=population)


def moved(before: str, after: str) -> tuple[list[str], list[str]]:
    """The codes that left on the way from one county to another, and those that came.

    Where there are any, the two counties' series are not quite of the same place.
    """
    then = _codes_2019(before)
    now = set(
        MunicipalityCode.objects.in_year(2019)
        .filter(municipality__in=members(after))
        .values_list("code", flat=True)
    )
    return sorted(then - now), sorted(now - then)


def _by_line(slug: str, lines: Iterable[str], year: int) -> dict[str, Decimal]:
    rows = Value.objects.filter(indicator=slug, municipality__slug__in=lines, year=year)
    return dict(rows.values_list("municipality__slug", "value"))


def _codes_2019(region: str) -> set[str]:
    codes = MunicipalityCode.objects.in_year(2019)
    if region in BEFORE:
        return set(codes.filter(county=_county(region)).values_list("code", flat=True))
    return set(codes.filter(municipality__in=members(region)).values_list("code", flat=True))


def _torn(region: str) -> list[str]:
    year = YEARS[region]
    codes = MunicipalityCode.objects.in_year(year).filter(municipality__in=members(region))
    outside = codes.exclude(county=_county(region))
    return sorted(set(outside.values_list("municipality__name", flat=True)))


def _county(region: str) -> str:
    return region.removesuffix(" (til 2019)")
