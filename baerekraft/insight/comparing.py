"""A municipality beside those of its size: of()."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.translation import get_language

from baerekraft.insight.charts import span
from baerekraft.insight.charts.span import Span
from baerekraft.reports import similar
from baerekraft.reports.pdf import saying
from baerekraft.reports.scopes import Scope
from baerekraft.reports.similar import Similar

HOUR = 3600


@dataclass(frozen=True)
class Line:
    label: str
    said: str
    span: Span


@dataclass(frozen=True)
class Comparison:
    """`note` says what is compared with whom; `lines` is empty where nothing can be told."""

    note: str
    lines: list[Line]


def similar_to(scope: Scope, *, today: date) -> Similar | None:
    """None for a unit or a county, and where there are too few to compare with.

    Kept for an hour: it reads every municipality's figures, and they are through yesterday.
    """
    if scope.municipality is None or scope.unit:
        return None
    key = f"similar-{scope.municipality.pk}-{today.isoformat()}-{get_language()}"
    kept = cache.get(key)
    if kept is None:
        found = similar.of(scope, today=today)
        kept = found.model_dump_json() if found else ""
        cache.set(key, kept, HOUR)
    return Similar.model_validate_json(kept) if kept else None


def of(scope: Scope, *, today: date) -> Comparison | None:
    """None where nothing can be told."""
    found = similar_to(scope, today=today)
    measures = saying.comparable(found)
    if found is None or not measures:
        return None
    end = max(max(one.high, one.own or 0) for one in measures)
    return Comparison(
        saying.compared_with(found),
        [
            Line(
                one.label,
                saying.beside(one, str(scope.municipality)),
                span.draw(one.own, one.low, one.middle, one.high, end=end),
            )
            for one in measures
        ],
    )
