"""Which indicators have figures for enough municipalities to draw a map of."""

from collections.abc import Iterable

from django.db.models import Count

from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.table import COVERED


def mapped(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those of the given ones that have, in their order. One query."""
    enough = set(
        Value.objects.filter(region="")
        .order_by()
        .values("indicator", "year")
        .annotate(municipalities=Count("pk"))
        .filter(municipalities__gte=COVERED)
        .values_list("indicator", flat=True)
    )
    return [indicator for indicator in indicators if indicator.pk in enough]
