"""The ladder's pages: show a step, and take what was written."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from baerekraft.assessments import ladder, links, saving, starting
from baerekraft.assessments.access import holding
from baerekraft.assessments.fields import NoSuchField
from baerekraft.assessments.forms import case, conflicts, follow_up, goals, measures, report, targets, triage
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.inputs import Sheet, clashes_by_path
from baerekraft.assessments.ladder import Step
from baerekraft.assessments.models import Link
from baerekraft.assessments.saving import Frozen, Saved, TooMuch

CONTENT = {
    "case": case.content,
    "triage": triage.content,
    "goals": goals.content,
    "targets": targets.content,
    "conflicts": conflicts.content,
    "measures": measures.content,
    "report": report.content,
    "follow-up": follow_up.content,
}


@require_GET
@holding(Link.Right.READ)
def overview(request: HttpRequest, link: Link) -> HttpResponse:
    """Where the assessment stands; whoever may not change it gets the report."""
    if not link.may_edit:
        return redirect("assessments:report", links.secret(link))
    page = make(request, link)
    rungs = ladder.rungs(page.document)
    context = {
        **around(page),
        "rungs": rungs,
        "onwards": ladder.first_left(page.document),
        "done": sum(rung.done for rung in rungs),
        "comments": link.assessment.comments.filter(resolved_at=None).count(),  # type: ignore[union-attr]
    }
    return render(request, "assessments/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.EDIT)
def step(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    found = ladder.get(step)
    if found is None:
        raise Http404
    return show(request, link, found.key)


def show(request: HttpRequest, link: Link, key: str) -> HttpResponse:
    current = next(step for step in ladder.STEPS if step.key == key)
    if request.method == "POST":
        return take(request, link, current)
    return render_step(request, make(request, link), current)


def make(
    request: HttpRequest, link: Link, sent: dict[str, str] | None = None, saved: Saved | None = None
) -> Page:
    if saved:
        link.assessment = saved.assessment
    assessment = link.assessment
    clashes = clashes_by_path(assessment.clashes.filter(settled_at=None))  # type: ignore[union-attr]
    sheet = Sheet(assessment.fields, sent or {}, saved.errors if saved else {}, clashes)  # type: ignore[union-attr]
    return Page(
        link=link,
        secret=links.secret(link),
        document=assessment.document,  # type: ignore[union-attr]
        sheet=sheet,
        language=get_language() or "nb",
        chosen=request.GET.dict(),
    )


def render_step(
    request: HttpRequest,
    page: Page,
    current: Step,
    *,
    problem: str = "",
    status: int = 200,
    seen: int | None = None,
) -> HttpResponse:
    """`seen` is the revision that what she has typed was written on, where that is not the newest."""
    context = {
        **around(page),
        "revision": page.link.assessment.revision if seen is None else seen,  # type: ignore[union-attr]
        "step": current,
        "rungs": ladder.rungs(page.document, current.key),
        "following": ladder.after(current.key, page.document),
        "problem": problem,
        "errors": page.sheet.errors,
        **CONTENT[current.key](page),
    }
    return render(request, f"assessments/steps/{current.key}.html", context, status=status)


def around(page: Page) -> dict[str, Any]:
    """What the frame of every page with the ladder shows."""
    assessment = page.link.assessment
    return {
        "page": page,
        "link": page.link,
        "secret": page.secret,
        "assessment": assessment,
        "document": page.document,
        "frozen": bool(assessment and assessment.final_id),
        "clashes": [clash for found in page.sheet.clashes.values() for clash in found],
    }


def take(request: HttpRequest, link: Link, current: Step) -> HttpResponse:
    """Save a form that was sent without a script."""
    sent = pruned(posted(request), link.assessment.fields)  # type: ignore[union-attr]
    seen = number(request.POST.get("revision", ""))
    try:
        saved = keep(link, sent, base=seen)
    except (Frozen, TooMuch) as refusal:
        return refused(request, link, current, sent, refusal, seen=seen)
    if saved.errors:
        page = make(request, link, sent, saved)
        return render_step(
            request,
            page,
            current,
            problem=_("Something needs to be mended before it can be saved. The rest is saved."),
            status=422,
            # Where somebody else has changed what is to be mended, hers is not to go over it unseen.
            seen=seen if saved.errors.keys() & saving.since(saved.assessment, seen).keys() else None,
        )
    return HttpResponseRedirect(onwards(request, link, saved, current))


def refused(
    request: HttpRequest, link: Link, current: Step, sent: dict[str, str], refusal: Exception, *, seen: int
) -> HttpResponse:
    """What was written stands on the page, with why it is not saved."""
    problem = f"{refusal} {_('What you wrote still stands below.')}"
    page = make(request, link)
    held = Sheet({**page.sheet.fields, **sent}, clashes=page.sheet.clashes)
    shown = Page(page.link, page.secret, page.document, held, page.language, page.chosen)
    return render_step(
        request,
        shown,
        current,
        problem=problem,
        status=409 if isinstance(refusal, Frozen) else 413,
        seen=seen,
    )


@transaction.atomic
def keep(link: Link, sent: dict[str, str], *, base: Any) -> Saved:
    now = timezone.now()
    starting.prove(link, at=now)
    try:
        return saving.save(link.assessment, sent, base=base, by=link.name, at=now)  # type: ignore[arg-type]
    except NoSuchField:
        raise Http404 from None


def posted(request: HttpRequest) -> dict[str, str]:
    """The fields of the document among what was posted."""
    own = {"form", "targets"}
    return {name: str(value) for name, value in request.POST.items() if "/" in name or name in own}


def pruned(sent: dict[str, str], fields_now: dict[str, str]) -> dict[str, str]:
    """Without the hidden parts of rows that nobody has begun on."""
    companions = ("/about", "/state")
    begun = {
        name.rpartition("/")[0]
        for name, value in {**sent, **fields_now}.items()
        if value.strip() and not name.endswith(companions)
    }
    kept = {}
    for name, value in sent.items():
        row, slash, leaf = name.rpartition("/")
        new_row = row.startswith(("measures/", "conflicts/own-")) and slash + leaf in companions
        if not new_row or row in begun:
            kept[name] = value
    return kept


def number(text: str) -> int:
    """A revision as the page sent it; without one, everything since the beginning is looked at."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def onwards(request: HttpRequest, link: Link, saved: Saved, current: Step) -> str:
    secret = links.secret(link)
    following = ladder.after(current.key, saved.assessment.document)
    if saved.clashes or request.POST.get("then") != "onwards" or following is None:
        query = request.GET.urlencode()
        return (
            f"{reverse('assessments:step', args=[secret, current.slug])}{'?' + query if query else ''}#lagret"
        )
    return reverse("assessments:step", args=[secret, following.slug])
