"""An indicator's figure as it is read: the number as the language writes it, and its unit where that is short."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator

PER_CENT = "prosent"
COUNT = "antall"
SPACE = "\u00a0"
MINUS = "\u2212"


def rounded(indicator: Indicator, value: Decimal) -> Decimal:
    """With the decimals that the indicator is published with."""
    return value.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)


def number(indicator: Indicator, value: Decimal) -> str:
    """«1 234,5» or «12,3 %»; other units stand beside it on the page."""
    figure = rounded(indicator, value)
    sign = MINUS if figure < 0 else ""
    written = sign + number_format(abs(figure), indicator.decimals, force_grouping=True)
    if indicator.unit.nb != PER_CENT:
        return written
    return f"{written}%" if get_language() == "en" else f"{written}{SPACE}%"


def figure(indicator: Indicator, value: Decimal) -> str:
    """The same with its unit: «33,6 km²»; «ja» or «nei» where that is what it says."""
    if is_answer(indicator):
        return _("yes") if value else _("no")
    written = number(indicator, value)
    return written if indicator.unit.nb in {PER_CENT, COUNT} else f"{written}{SPACE}{indicator.unit}"


def is_answer(indicator: Indicator) -> bool:
    """Whether it is a yes or a no, kept as one or nothing."""
    return (indicator.least, indicator.most, indicator.decimals) == (0, 1, 0)


def place(region: str) -> str:
    """A county or the country, in the reader's language."""
    return _("Norway") if region == lineage.NORWAY else region
