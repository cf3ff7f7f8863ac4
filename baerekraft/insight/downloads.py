"""A place's figures as files to take along; they say what the page says."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baerekraft.insight import access, comparing, dashboards
from baerekraft.reports import files
from baerekraft.reports.pdf import one_page
from baerekraft.reports.report import Report
from baerekraft.reports.scopes import Scope

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@access.place
def figures(request: HttpRequest, scope: Scope, kind: str) -> HttpResponse:
    report = dashboards.of(scope)
    if kind == "csv":
        body, media = b"".join(files.csv(report)), "text/csv; charset=utf-8"
    else:
        body, media = files.xlsx(report), XLSX
    return HttpResponse(body, content_type=media, headers=_named(report, kind))


@require_safe
@access.place
def report(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One page for whoever leads the place."""
    made = dashboards.of(scope)
    body = one_page.pdf(made, comparing.similar_to(scope, today=made.as_of))
    return HttpResponse(body, content_type="application/pdf", headers=_named(made, "pdf"))


def _named(report: Report, ending: str) -> dict[str, str]:
    name = f"{slugify(_('Insight'))}-{slugify(report.place.translate(LETTERS))}-{report.as_of.isoformat()}"
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}


# What `slugify` would leave out.
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
