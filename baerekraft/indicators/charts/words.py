"""Figures as the charts write them, in the reader's language."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

PER_CENT = ("prosent", "per cent", "percent", "%")
MINUS = "−"


def figure(value: Decimal, decimals: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # What rounds to nothing is not below nothing.
    return number_format(rounded or abs(rounded), decimals, force_grouping=True).replace("-", MINUS)


def with_sign(value: Decimal, decimals: int, unit: str) -> str:
    """With the per cent sign where that is the unit; longer units stand once, above the chart."""
    sign = ""
    if unit.strip().lower() in PER_CENT:
        sign = "%" if (get_language() or "").startswith("en") else "\u00a0%"
    return figure(value, decimals) + sign


def heading(unit: str) -> str:
    return unit[:1].upper() + unit[1:]
