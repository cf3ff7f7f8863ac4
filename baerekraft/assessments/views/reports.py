"""The report: on screen, as files, made final, begun anew, and shown to everybody."""

import json as formats
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baerekraft.assessments import fields, finalising, ladder, links, sets, starting
from baerekraft.assessments import file as files
from baerekraft.assessments.access import holding
from baerekraft.assessments.collection import publishing
from baerekraft.assessments.collection.publishing import NotPublishable
from baerekraft.assessments.document import LONGEST_LINE
from baerekraft.assessments.finalising import NotFinished
from baerekraft.assessments.models import Assessment, Link, Report
from baerekraft.assessments.paper import archive as archiving
from baerekraft.assessments.paper import docx as word
from baerekraft.assessments.paper import naming, printing
from baerekraft.assessments.paper import transfer as transferring
from baerekraft.assessments.reporting import Shown
from baerekraft.assessments.views import steps
from baerekraft.assessments.views.sharing import owned
from baerekraft.learners import throttle
from baerekraft.pdf.compile import PdfNotMade

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Each takes a processor for a tenth of a second.
FILES_A_MINUTE = 60
# Each is kept for good.
VERSIONS_A_MINUTE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.READ)
def report(request: HttpRequest, link: Link) -> HttpResponse:
    """Whoever may change it gets the step of the ladder, the others the report alone."""
    if link.may_edit:
        return steps.show(request, link, "report")
    if request.method == "POST":
        return render(request, "assessments/too_little.html", {"link": link}, status=403)
    context = {
        **steps.around(steps.make(request, link)),
        "report": _shown(request, owned(link)),
        "versions": owned(link).reports.defer("pdf", "shown", "content"),
        "asked": request.GET.get("lang", ""),
    }
    return render(request, "assessments/report.html", context)


@require_POST
@holding(Link.Right.EDIT)
def finishing(request: HttpRequest, link: Link) -> HttpResponse:
    if throttle.exceeded("final", str(owned(link).pk), limit=VERSIONS_A_MINUTE):
        return render(request, "429.html", status=429)
    now = timezone.now()
    starting.prove(link, at=now)
    try:
        finalising.finish(owned(link), by=link.name, at=now)
    except NotFinished as refusal:
        return _refused(request, link, str(refusal))
    except PdfNotMade:
        return _refused(
            request, link, _("The PDF could not be made, so nothing was made final. Try again."), 500
        )
    return _back(link)


@require_POST
@holding(Link.Right.EDIT)
def reopening(request: HttpRequest, link: Link) -> HttpResponse:
    finalising.reopen(owned(link), at=timezone.now())
    return _back(link)


@require_POST
@holding(Link.Right.EDIT)
def publication(request: HttpRequest, link: Link) -> HttpResponse:
    """Show the final report to everybody, or take it away again."""
    assessment, now = owned(link), timezone.now()
    starting.prove(link, at=now)
    if request.POST.get("act") == "withdraw":
        if shown := publishing.of(assessment):
            publishing.withdraw(shown, at=now)
        return _back(link)
    if request.POST.get("sure") != "on":
        return _refused(request, link, _("Tick that the report holds no personal data or secrets first."))
    try:
        _publish(assessment, names=request.POST.get("names") == "on", at=now)
    except NotPublishable as refusal:
        return _refused(request, link, str(refusal))
    return _back(link)


def _publish(assessment: Assessment, *, names: bool, at: datetime) -> None:
    if assessment.final is None:
        raise NotPublishable(_("Finish the report first. Only the final report can be published."))
    publishing.publish(assessment.final, names=names, at=at)


@require_safe
@holding(Link.Right.READ)
def pdf(request: HttpRequest, link: Link) -> HttpResponse:
    if kept := _version(request, owned(link)):
        return _file(bytes(kept.pdf), "application/pdf", naming.of_report(kept, "pdf"))
    return _draft(request, link, printing.pdf, "application/pdf", "pdf")


@require_safe
@holding(Link.Right.READ)
def docx(request: HttpRequest, link: Link) -> HttpResponse:
    if kept := _version(request, owned(link)):
        content = word.docx(Shown.model_validate(kept.shown))
        return _file(content, WORD, naming.of_report(kept, "docx"))
    return _draft(request, link, word.docx, WORD, "docx")


@require_safe
@holding(Link.Right.READ)
def json(request: HttpRequest, link: Link) -> HttpResponse:
    """The document, to be opened again; of a version as it was when it was frozen, without the comments."""
    assessment = owned(link)
    known, name = (
        sets.every(assessment.brought_set),
        naming.of_draft(assessment.title, assessment.language, "json"),
    )
    if kept := _version(request, assessment):
        assessment, name = _as_it_was(kept), naming.of_report(kept, "json")
    content = files.write(assessment, at=timezone.now(), known=known, comments=link.may_comment)
    return _file(content, "application/json", name)


@require_safe
@holding(Link.Right.READ)
def archive(request: HttpRequest, link: Link) -> HttpResponse:
    """The archive's metadata of a final report."""
    kept = _version(request, owned(link))
    if kept is None:
        raise Http404
    content = formats.dumps(archiving.metadata(kept), ensure_ascii=False, indent=2).encode()
    return _file(content, "application/json", naming.of_report(kept, "noark.json"))


@require_safe
@holding(Link.Right.EDIT)
def transfer(request: HttpRequest, link: Link) -> HttpResponse:
    """A final report as a package for the archive; `hjemmel` is the paragraph that keeps it from the public."""
    kept = _version(request, owned(link))
    if kept is None:
        raise Http404
    paragraph = " ".join(request.GET.get("hjemmel", "").split())
    if len(paragraph) > LONGEST_LINE:
        return _refused(request, link, _("Write the paragraph only, such as “offl. § 13”."))
    content = transferring.package(kept, shielding=paragraph)
    return _file(content, "application/zip", naming.of_report(kept, "arkiv.zip"))


def _version(request: HttpRequest, assessment: Assessment) -> Report | None:
    """The version that is asked for, else the final one; none while it is a draft. It is in the words it was frozen in."""
    asked = request.GET.get("versjon", "")
    if not asked:
        return assessment.final
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise Http404
    kept = assessment.reports.filter(number=int(asked)).first()
    if kept is None:
        raise Http404
    return kept


def _shown(request: HttpRequest, assessment: Assessment) -> Shown:
    if kept := _version(request, assessment):
        return Shown.model_validate(kept.shown)
    return finalising.draft(assessment, language=_language(request, assessment), at=timezone.now())


def _language(request: HttpRequest, assessment: Assessment) -> str:
    """The assessment's own, unless another is asked for."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else assessment.language


def _draft(
    request: HttpRequest, link: Link, make: Callable[[Shown], bytes], media_type: str, ending: str
) -> HttpResponse:
    assessment = owned(link)
    if throttle.exceeded("report", str(assessment.pk), limit=FILES_A_MINUTE):
        return render(request, "429.html", status=429)
    language = _language(request, assessment)
    try:
        content = make(finalising.draft(assessment, language=language, at=timezone.now()))
    except PdfNotMade:
        return _unmade(request, link)
    return _file(content, media_type, naming.of_draft(assessment.title, language, ending))


def _unmade(request: HttpRequest, link: Link) -> HttpResponse:
    problem = _("The file could not be made. The report can be read here; try the file again later.")
    if link.may_edit:
        return _refused(request, link, problem, 500)
    return HttpResponse(problem, status=500, content_type="text/plain; charset=utf-8")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    way = "inline" if media_type == "application/pdf" else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    return response


def _refused(request: HttpRequest, link: Link, problem: str, status: int = 422) -> HttpResponse:
    """The report's page again, with why not on top."""
    current = next(step for step in ladder.STEPS if step.key == "report")
    return steps.render_step(request, steps.make(request, link), current, problem=problem, status=status)


def _back(link: Link) -> HttpResponse:
    response = redirect("assessments:report", links.secret(link))
    response["Location"] += "#versjoner"
    return response


def _as_it_was(kept: Report) -> Assessment:
    """The assessment when it was frozen; it is no row, and has no comments."""
    return Assessment(fields=fields.write(kept.document), language=kept.language)
