"""Who changed what: undo a save, and settle what two wrote in the same place."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from baerekraft.assessments import links, places, saving, words
from baerekraft.assessments.access import holding
from baerekraft.assessments.models import Change, Link
from baerekraft.assessments.saving import Frozen, TooMuch
from baerekraft.assessments.views import steps
from baerekraft.assessments.views.sharing import owned

NEWEST = 60


@require_GET
@holding(Link.Right.EDIT)
def history(request: HttpRequest, link: Link) -> HttpResponse:
    return page(request, link)


def page(request: HttpRequest, link: Link, *, problem: str = "", status: int = 200) -> HttpResponse:
    made = steps.make(request, link)
    context = {
        **steps.around(made),
        "problem": problem,
        "revisions": revisions(link, newest(request, link)),
        "older": max(0, newest(request, link) - NEWEST),
        "settling": [
            {
                "clash": clash,
                "place": places.words(clash.path),
                "stands": words.said(clash.path, made.sheet.fields.get(clash.path, "")),
                "aside": words.said(clash.path, clash.value),
            }
            for found in made.sheet.clashes.values()
            for clash in found
        ],
    }
    return render(request, "assessments/history.html", context, status=status)


def newest(request: HttpRequest, link: Link) -> int:
    asked = steps.number(request.GET.get("fra", ""))
    return min(asked or owned(link).revision, owned(link).revision)


def revisions(link: Link, newest: int) -> list[dict[str, Any]]:
    """The saves, newest first, each with the fields it changed."""
    rows = Change.objects.filter(
        assessment=link.assessment, revision__lte=newest, revision__gt=newest - NEWEST
    ).order_by("-revision", "path")
    found = []
    for revision, group in groupby(rows, key=lambda change: change.revision):
        changes = list(group)
        found.append(
            {
                "revision": revision,
                "at": changes[0].at,
                "by": changes[0].by,
                "changes": [told(change) for change in changes],
            }
        )
    return found


def told(change: Change) -> dict[str, str]:
    return {
        "place": places.words(change.path),
        "before": words.said(change.path, change.before),
        "after": words.said(change.path, change.after),
    }


@require_POST
@holding(Link.Right.EDIT)
def undoing(request: HttpRequest, link: Link, revision: int) -> HttpResponse:
    try:
        saving.undo(owned(link), revision, by=link.name, at=timezone.now())
    except (Frozen, TooMuch) as refusal:
        return refused(request, link, refusal)
    return redirect("assessments:history", links.secret(link))


@require_POST
@holding(Link.Right.EDIT)
def settlement(request: HttpRequest, link: Link, clash: int) -> HttpResponse:
    """Choose what is to stand where two wrote at the same time."""
    found = get_object_or_404(owned(link).clashes.filter(settled_at=None), pk=clash)
    try:
        saving.settle(found, keep=request.POST.get("keep") == "this", by=link.name, at=timezone.now())
    except (Frozen, TooMuch) as refusal:
        return refused(request, link, refusal)
    return redirect("assessments:history", links.secret(link))


def refused(request: HttpRequest, link: Link, refusal: Exception) -> HttpResponse:
    status = 409 if isinstance(refusal, Frozen) else 413
    return page(request, link, problem=str(refusal), status=status)
