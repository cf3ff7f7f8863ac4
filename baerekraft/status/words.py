"""Figures in words, in the reader's language: values, trends, comparisons, places among the 51, age."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.standing import Band, Standing
from baerekraft.indicators.trend import Compared, Direction, Trend

# Fixed so that a number and its unit are never on two lines.
JOINED = "\u00a0"
MINUS = "\u2212"
SPAN = "\u2013"
PER_CENT = "prosent"
COUNT = "antall"
THOUSAND = re.compile(r"^1[\s,]000\s")
GROUPED = re.compile(r"(?<=\d) (?=\d)")
# Older than this, a figure is called old; older than that, it may no longer hold.
OLD, VERY_OLD = 5, 10

UNTIL_2019 = " (til 2019)"


# Values


def number(amount: Decimal, decimals: int) -> str:
    """The number as the language writes it: «1 234,5», «1,234.5»."""
    rounded = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return sign + number_format(abs(rounded), decimals, force_grouping=True)


def is_answer(indicator: Indicator) -> bool:
    """Whether it is a yes or a no, kept as one or nothing."""
    return (indicator.least, indicator.most, indicator.decimals) == (0, 1, 0)


def is_total(indicator: Indicator) -> bool:
    """Whether a bigger place has a bigger figure, so that two places cannot be compared."""
    return indicator.joining == Indicator.Joining.SUM


def figure(indicator: Indicator, amount: Decimal) -> str:
    """The value without its unit: «61,2», or «ja»."""
    if is_answer(indicator):
        return _("yes") if amount else _("no")
    return number(amount, indicator.decimals)


def unit(indicator: Indicator) -> str:
    """The unit as it stands after a number: «%», «kg»; nothing where the number says it all."""
    if is_answer(indicator) or indicator.unit.nb == COUNT:
        return ""
    if indicator.unit.nb == PER_CENT:
        return "%"
    # «1 692 1 000 tonn» cannot be read.
    said = THOUSAND.sub(_("thousand") + JOINED, str(indicator.unit))
    return GROUPED.sub(JOINED, said)


def value(indicator: Indicator, amount: Decimal) -> str:
    """«61,2 %», «409 kg», «ja»."""
    return with_unit(figure(indicator, amount), unit(indicator))


def parts(indicator: Indicator, amount: Decimal) -> tuple[str, str]:
    """What to print large, and the unit to print small after it: «61,2 %» and nothing, «409» and «kg»."""
    if unit(indicator) == "%":
        return value(indicator, amount), ""
    return figure(indicator, amount), unit(indicator)


def with_unit(shown: str, unit: str) -> str:
    if unit == "%" and get_language() == "en":
        return f"{shown}%"
    return f"{shown}{JOINED}{unit}" if unit else shown


def axis(indicator: Indicator) -> str:
    """The unit in full, for a chart and a table: «prosent»."""
    return str(indicator.unit)


# Places


def place(region: str) -> str:
    """A county or the country by name, in the reader's language."""
    if region == lineage.NORWAY:
        return _("Norway")
    if region.endswith(UNTIL_2019):
        return _("%(county)s (until 2019)") % {"county": region.removesuffix(UNTIL_2019)}
    return region


def missing_note(region: str) -> str:
    """Why the figure is not Viken's; nothing when it is."""
    if region == lineage.VIKEN:
        return ""
    if region == lineage.NORWAY:
        return _("No figure for Viken. This is for all of Norway.")
    return _("No figure for Viken. This is for %(place)s.") % {"place": place(region)}


# Time


def age_note(year: int, now: int) -> str:
    """What to say about a figure that is not new; nothing when it is."""
    age = now - year
    if age > VERY_OLD:
        return _("The figure is from %(year)s. Much may have changed.") % {"year": year}
    return _("The figure is from %(year)s.") % {"year": year} if age > OLD else ""


def years(found: Iterable[int]) -> str:
    """«2021», or «2011–2016»."""
    ordered = sorted(set(found))
    return f"{ordered[0]}{SPAN}{ordered[-1]}" if len(ordered) > 1 else "".join(map(str, ordered))


# Trends

DIRECTIONS = {
    Direction.BETTER: gettext_lazy("Better"),
    Direction.WORSE: gettext_lazy("Worse"),
    Direction.SAME: gettext_lazy("About the same"),
    Direction.UP: gettext_lazy("Higher"),
    Direction.DOWN: gettext_lazy("Lower"),
    Direction.UNKNOWN: gettext_lazy("One year only"),
}
MOVES = {
    Direction.BETTER: gettext_lazy("Better: from %(before)s in %(first)s to %(after)s in %(last)s."),
    Direction.WORSE: gettext_lazy("Worse: from %(before)s in %(first)s to %(after)s in %(last)s."),
    Direction.SAME: gettext_lazy("About the same: %(before)s in %(first)s and %(after)s in %(last)s."),
    Direction.UP: gettext_lazy("Higher: from %(before)s in %(first)s to %(after)s in %(last)s."),
    Direction.DOWN: gettext_lazy("Lower: from %(before)s in %(first)s to %(after)s in %(last)s."),
}


def direction(trend: Trend | None) -> Direction:
    return trend.direction if trend else Direction.UNKNOWN


def trend_word(trend: Trend | None) -> str:
    """«Bedre», «Dårligere», «Omtrent likt», «Bare ett år»."""
    return str(DIRECTIONS[direction(trend)])


def trend_way(trend: Trend | None) -> str:
    """Which way the number itself went, for the arrow: up, down, level; none with one year only."""
    if trend is None or trend.direction == Direction.UNKNOWN:
        return "none"
    if trend.direction == Direction.SAME:
        return "level"
    return "up" if trend.change > 0 else "down"


def trend_sentence(indicator: Indicator, trend: Trend | None) -> str:
    """«Bedre: fra 57,4 % i 2013 til 61,2 % i 2017.»"""
    if trend is None or trend.direction == Direction.UNKNOWN:
        return _("We have one year only, so we cannot tell which way it is going.")
    return str(MOVES[trend.direction]) % {
        "before": value(indicator, trend.first.value),
        "first": trend.first.year,
        "after": value(indicator, trend.last.value),
        "last": trend.last.year,
    }


# Comparisons

COMPARED = {
    Compared.BETTER: gettext_lazy("Better than %(name)s (%(other)s)"),
    Compared.WORSE: gettext_lazy("Worse than %(name)s (%(other)s)"),
    Compared.SAME: gettext_lazy("The same as %(name)s (%(other)s)"),
    Compared.HIGHER: gettext_lazy("Higher than %(name)s (%(other)s)"),
    Compared.LOWER: gettext_lazy("Lower than %(name)s (%(other)s)"),
}


def compared_words(indicator: Indicator, compared: Compared, other: Decimal, *, name: str = "") -> str:
    """«Bedre enn Norge (58,1 %)», without a full stop. The other is Norway when nothing else is said."""
    return str(COMPARED[compared]) % {
        "name": name or place(lineage.NORWAY),
        "other": value(indicator, other),
    }


def compared_sentence(
    indicator: Indicator, compared: Compared, other: Decimal, *, year: int, name: str = ""
) -> str:
    """«Bedre enn Norge (58,1 %) i 2017.»"""
    words = compared_words(indicator, compared, other, name=name)
    return _("%(words)s in %(year)s.") % {"words": words, "year": year}


# The place of a municipality among the rest

BANDS = {
    Band.LOW: pgettext_lazy("third of the municipalities", "lowest"),
    Band.MIDDLE: pgettext_lazy("third of the municipalities", "middle"),
    Band.HIGH: pgettext_lazy("third of the municipalities", "highest"),
}
AMONG = {
    Band.LOW: gettext_lazy("Among the lowest third of %(of)s municipalities in %(year)s."),
    Band.MIDDLE: gettext_lazy("In the middle third of %(of)s municipalities in %(year)s."),
    Band.HIGH: gettext_lazy("Among the highest third of %(of)s municipalities in %(year)s."),
}


def band_word(band: Band | None) -> str:
    """Which third, for a table: «høyeste»; «usikkert» where the figure swings too much to say."""
    return str(BANDS[band]) if band else pgettext("third of the municipalities", "uncertain")


def band_sentence(standing: Standing) -> str:
    """Which third it is in, or why that cannot be said."""
    if standing.band is None:
        return _("The figure swings so much from year to year that we cannot say which third it is in.")
    return str(AMONG[standing.band]) % {"of": standing.of, "year": standing.year}


def place_range(standing: Standing) -> str:
    """«plass 12–20 av 51», where 1 is the highest value."""
    if standing.first == standing.last:
        return _("place %(first)s of %(of)s, where 1 is the highest") % vars(standing)
    return _("between place %(first)s and %(last)s of %(of)s, where 1 is the highest") % vars(standing)


# Both at once


def wanted(indicator: Indicator) -> str:
    """Which way is better, in words."""
    return {
        Indicator.Wanted.UP: _("Higher is better."),
        Indicator.Wanted.DOWN: _("Lower is better."),
    }.get(Indicator.Wanted(indicator.wanted), _("Neither high nor low is better in itself."))


def titled(indicator: Indicator) -> str:
    """The name with its unit, for a table's column: «Elbiler (prosent)»."""
    return f"{indicator.name} ({axis(indicator)})"
