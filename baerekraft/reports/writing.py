"""How a report's numbers are written: figure(), decimal(). None, too few and not enough to say all look alike."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

from baerekraft.reports.report import Measure

EMPTY = "–"


def figure(value: int | None, unit: Measure = "count") -> str:
    if value is None:
        return EMPTY
    said = number_format(Decimal(value), 0, force_grouping=True)
    if unit == "percent":
        return f"{said}%" if (get_language() or "").startswith("en") else f"{said}\u00a0%"
    return f"{said}\u00a0min" if unit == "minutes" else said


def decimal(value: float) -> str:
    return number_format(Decimal(str(value)), 1, force_grouping=True)
