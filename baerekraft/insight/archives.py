"""The municipality's published assessments, and each as a package for its archive."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from baerekraft.assessments.models import Publication
from baerekraft.assessments.paper import naming, transfer
from baerekraft.insight import access
from baerekraft.reports.scopes import Scope


@require_safe
@access.place
def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    rows = [(publication, _is_whole(publication)) for publication in published(scope)]
    return render(request, "insight/archives.html", {"scope": scope, "rows": rows})


@require_safe
@access.place
def package(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """The final report as it was frozen. Where the author has left names out, she alone can hand it over."""
    publication = get_object_or_404(published(scope), pk=pk)
    report = publication.report
    if report is None or not _is_whole(publication):
        raise Http404
    answer = HttpResponse(transfer.package(report), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{naming.of_report(report, "arkiv.zip")}"'
    return answer


def published(scope: Scope) -> "QuerySet[Publication]":
    """Those that stand in the collection now, and are the municipality's own."""
    found = Publication.objects.standing().filter(municipality=scope.municipality, example=False)
    return found.select_related("report__assessment")


def _is_whole(publication: Publication) -> bool:
    """Whether everybody may read what the report says, names and all."""
    return publication.report is not None and publication.content == publication.report.content
