"""A place's figures: the dashboard, every table on one page, and a county's municipalities beside each other."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from baerekraft.insight import access, comparing, county, sections
from baerekraft.reports import figures
from baerekraft.reports.pdf import saying
from baerekraft.reports.report import Report
from baerekraft.reports.scopes import Scope

# What has its own place on the page, and what comes after it in this order.
FIRST = ("parts", "weeks", "lessons")
FURTHER = ("roles", "units", "judgements", "polls", "pledges", "checks", "time")


@require_safe
@access.place
def place(request: HttpRequest, scope: Scope) -> HttpResponse:
    report = of(scope)
    context = {"scope": scope, "report": report, "through": through(report)}
    if is_untouched(report):
        return render(request, "insight/untouched.html", context)
    return render(
        request,
        "insight/place.html",
        context | _drawn(report) | {"compared": comparing.of(scope, today=report.as_of)},
    )


@require_safe
@access.place
def tables(request: HttpRequest, scope: Scope) -> HttpResponse:
    report = of(scope)
    return render(
        request, "insight/tables.html", {"scope": scope, "report": report, "through": through(report)}
    )


def _drawn(report: Report) -> dict[str, object]:
    drawn = {section.table.key: section for section in sections.of(report)}
    return {
        "headline": saying.headline(report),
        "sentences": saying.sentences(report),
        "funnels": sections.funnels(report),
        "sections": {key: drawn.get(key) for key in FIRST},
        "further": [drawn[key] for key in FURTHER if key in drawn],
        "county": county.of(report),
    }


def of(scope: Scope) -> Report:
    return figures.of(scope, today=timezone.localdate())


def through(report: Report) -> date:
    """The last day that is counted."""
    return report.as_of - timedelta(days=1)


def is_untouched(report: Report) -> bool:
    """Nothing is shown: nobody has begun, or too few to tell."""
    people = report.table("people")
    return people is None or people.is_empty
