"""Charts and figures as files to keep. Each says where it comes from."""

from collections.abc import Callable, Iterable
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from baerekraft.catalog.shelf import Shelf
from baerekraft.indicators import downloads, table
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.models import Indicator, Value
from baerekraft.municipalities.models import Municipality
from baerekraft.pages import serving
from baerekraft.pages.registry import PNG, SVG, Paper
from baerekraft.status import charting, municipal, pictures, regional
from baerekraft.status.municipal import Series

Draw = Callable[[Municipality, Series], Drawing | None]


def every_figure(on_shelf: Shelf, ending: str) -> Paper:
    return _figures("", ending, downloads.everything())


def indicator_figures(on_shelf: Shelf, indicator: str, ending: str) -> Paper | None:
    known = Indicator.objects.filter(pk=indicator).exists()
    return _figures(indicator, ending, downloads.of_indicator(indicator)) if known else None


def municipality_figures(on_shelf: Shelf, municipality: str, ending: str) -> Paper | None:
    found = Municipality.objects.filter(slug=municipality).first()
    return _figures(municipality, ending, downloads.of_municipality(found)) if found else None


def indicator_chart(on_shelf: Shelf, indicator: str, ending: str) -> Paper | None:
    """The counties' chart; where only municipalities have figures, all of them on one line."""
    found = Indicator.objects.filter(pk=indicator).first()
    if found is None:
        return None
    series = regional.of([found])[found.slug]
    if series:
        values = [point.value_row for points in series.values() for point in points]
        return _paper(charting.of_regions(found, series), ending, values)
    known = table.latest([found])
    drawing = charting.of_municipalities(found, known.row(found), known.municipalities)
    return _paper(drawing, ending, downloads.of_indicator(found.slug))


def indicator_map(on_shelf: Shelf, indicator: str, ending: str) -> Paper | None:
    found = Indicator.objects.filter(pk=indicator).first()
    if found is None:
        return None
    known = table.latest([found])
    drawing = charting.map_of(found, known.row(found), known.municipalities)
    return _paper(drawing, ending, downloads.of_indicator(found.slug).filter(region=""))


def etag(request: HttpRequest, **kwargs: str) -> str:
    """Follows from the edition, so that a chart that is still right is not drawn again."""
    return f'"{sha256(f"{serving.edition()} {request.path}".encode()).hexdigest()[:24]}"'


kept = cache_control(public=True, max_age=60, stale_while_revalidate=600)


@require_safe
@kept
@gzip_page
@condition(etag_func=etag)
def municipality_chart(request: HttpRequest, municipality: str, indicator: str, ending: str) -> HttpResponse:
    return _drawn(request, municipality, indicator, ending, pictures.through_time)


@require_safe
@kept
@gzip_page
@condition(etag_func=etag)
def municipality_strip(request: HttpRequest, municipality: str, indicator: str, ending: str) -> HttpResponse:
    """The municipality among the others."""

    def draw(one: Municipality, series: Series) -> Drawing | None:
        known = table.latest([series.indicator])
        return pictures.among(series.indicator, [one], series.latest.year, known)

    return _drawn(request, municipality, indicator, ending, draw)


@require_safe
def map_address(request: HttpRequest) -> HttpResponse:
    """Where the map of an indicator is: on the indicator's page."""
    found = Indicator.objects.filter(slug=request.GET.get("tall", "")[:50].replace("\0", "")).first()
    return redirect("status:indicator", found.slug) if found else redirect("status:overview")


def _drawn(request: HttpRequest, municipality: str, indicator: str, ending: str, draw: Draw) -> HttpResponse:
    """Raises Http404 where there is nothing to draw."""
    found = Municipality.objects.filter(slug=municipality).first()
    series = municipal.of(found, indicator).get(indicator) if found else None
    drawing = draw(found, series) if found and series else None
    if series is None or drawing is None:
        raise Http404
    paper = _paper(drawing, ending, [point.value_row for point in series.points])
    name = f"{municipality}-{indicator}.{ending}"
    headers = dict(serving.policy()) | {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(
        paper.body if paper else b"", content_type=SVG if ending == "svg" else PNG, headers=headers
    )


def _figures(stem: str, ending: str, values: Iterable[Value]) -> Paper:
    file = downloads.file(stem, ending, values)
    return Paper(file.body, file.content_type)


def _paper(drawing: Drawing | None, ending: str, values: Iterable[Value]) -> Paper | None:
    if drawing is None:
        return None
    source = sources_line(values)
    if ending == "svg":
        return Paper(drawing.file(source=source).encode(), SVG)
    return Paper(drawing.png(source=source), PNG)


def sources_line(values: Iterable[Value]) -> str:
    """«Kilde: Statistisk sentralbyrå (NLOD 2.0)», each publisher once."""
    named = dict.fromkeys(f"{value.publisher} ({downloads.terms(value.licence)})" for value in values)
    return _("Source: %(publishers)s") % {"publishers": "; ".join(named)}
