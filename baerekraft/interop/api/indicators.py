"""`/indicators` and `/values`: what is measured, and what it was."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest
from ninja import Router

from baerekraft.indicators import downloads, models
from baerekraft.interop.api import addresses, asking, paging
from baerekraft.interop.api.municipalities import line
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.api.shapes import Figure, Indicator, IndicatorInFull, Page, SourceOfIndicator

router = Router(tags=["Indicators"])


@router.get("/indicators", response=Page[Indicator], url_name="indicators", operation_id="indicators")
def indicators(
    request: HttpRequest,
    goal: asking.Goal = None,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """What is measured for each goal, in the order of the goals."""
    rows = _told()
    if goal:
        rows = rows.filter(goal=goal)
    return paging.page(request, rows, _indicators, limit=limit, offset=offset)


@router.get(
    "/indicators/{slug:slug}", response=IndicatorInFull, url_name="indicator", operation_id="indicator"
)
def indicator(request: HttpRequest, slug: str, language: asking.Language = None) -> IndicatorInFull:
    """One indicator, and who publishes its figures on what terms."""
    row = _told().filter(slug=slug).first()
    if row is None:
        raise Refused(404, f"There is no indicator «{slug[:50]}».")
    return IndicatorInFull(**_indicator(request, row), sources=_sources(row))


@router.get(
    "/indicators/{slug:slug}/values",
    response=Page[Figure],
    url_name="indicator-values",
    operation_id="indicatorValues",
)
def indicator_values(
    request: HttpRequest,
    slug: str,
    municipality: asking.Municipality = None,
    region: asking.Region = None,
    year: asking.Year = None,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """One indicator's figures: whole areas before municipalities, oldest first."""
    rows = _narrowed(_of(slug), municipality, region, year)
    return paging.page(request, rows, _figures, limit=limit, offset=offset)


@router.get("/values", response=Page[Figure], url_name="values", operation_id="values")
def values(
    request: HttpRequest,
    goal: asking.Goal = None,
    indicator: asking.Indicator = None,
    municipality: asking.Municipality = None,
    region: asking.Region = None,
    year: asking.Year = None,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """Every figure, each with its source and licence, in the order of the goals."""
    rows = _of(indicator) if indicator else downloads.everything()
    if goal:
        rows = rows.filter(indicator__goal=goal)
    rows = _narrowed(rows, municipality, region, year)
    return paging.page(request, rows, _figures, limit=limit, offset=offset)


def _told() -> QuerySet[Any]:
    counted = models.Indicator.objects.annotate(
        figures=Count("values"),
        municipalities=Count("values__municipality", distinct=True),
        first_year=Min("values__year"),
        last_year=Max("values__year"),
    )
    # Counting loses the model's own order.
    return counted.order_by("goal", "place", "slug")


def _of(slug: str) -> models.ValueQuerySet:
    if not models.Indicator.objects.filter(slug=slug).exists():
        raise Refused(404, f"There is no indicator «{slug[:50]}».")
    return downloads.of_indicator(slug)


def _narrowed(
    rows: models.ValueQuerySet, municipality: str | None, region: str | None, year: int | None
) -> models.ValueQuerySet:
    if municipality:
        rows = rows.filter(municipality=line(municipality))
    if region:
        rows = rows.filter(region=region)
    return rows.filter(year=year) if year else rows


def _indicators(request: HttpRequest, rows: Iterable[Any]) -> list[Indicator]:
    return [Indicator(**_indicator(request, row)) for row in rows]


def _indicator(request: HttpRequest, row: Any) -> dict[str, Any]:
    plain = ("slug", "goal", "target", "wanted", "decimals", "joining", "note")
    counted = ("figures", "municipalities", "first_year", "last_year")
    return {name: getattr(row, name) for name in plain + counted} | {
        "name": str(row.name),
        "unit": str(row.unit),
        "links": {
            "self": addresses.to(request, "api:indicator", row.slug),
            "values": addresses.to(request, "api:indicator-values", row.slug),
            "page": addresses.to(request, "status:indicator", row.slug),
            **addresses.files(request, "status:indicator-file", row.slug),
        },
    }


def _sources(row: models.Indicator) -> list[SourceOfIndicator]:
    found = row.values.values(*downloads.SOURCE).annotate(
        first_year=Min("year"), last_year=Max("year"), figures=Count("id")
    )
    return [
        SourceOfIndicator(**source | _licence(source["licence"]))
        for source in found.order_by("-last_year", *downloads.SOURCE)
    ]


def _figures(request: HttpRequest, rows: Iterable[models.Value]) -> list[Figure]:
    kept = list(rows)
    return [
        Figure(
            **row | _licence(value.licence),
            municipality=value.municipality.slug if value.municipality else None,
            updated_at=value.updated_at,
            fetched_at=value.fetched_at,
        )
        for value, row in zip(kept, downloads.rows(kept), strict=True)
    ]


def _licence(given: str) -> dict[str, Any]:
    return {"licence": downloads.terms(given), "licence_clarified": downloads.clarified(given)}
