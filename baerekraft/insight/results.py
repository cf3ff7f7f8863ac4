"""Results from other systems: choose a file, see what will come of it, take it in. Who has an account is never told."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.insight import access
from baerekraft.learners import entry
from baerekraft.records.models import ResultsFile
from baerekraft.records.results import faults, tables, taking
from baerekraft.reports.scopes import Scope
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile

PAGE = 100
SHOWN = 10
# How often a page that waits for work in the background looks again.
SECONDS = 2
State = ResultsFile.State


class Results(forms.Form):
    via = forms.CharField(
        label=gettext_lazy("Which system are they from?"),
        help_text=gettext_lazy("Such as KS Læring or Moodle. Learners read it on their own page."),
        max_length=80,
        initial="KS Læring",
    )
    file = forms.FileField(
        label=gettext_lazy("A file"),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.json,.jsonl"}),
    )

    def clean_via(self) -> str:
        via = entry.clean_name(self.cleaned_data["via"])
        if not via:
            raise forms.ValidationError(_("Write the name of the system."))
        return via

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            files.check_size(sent.size or 0, megabytes=taking.MEGABYTES)
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        return sent


@require_http_methods(["GET", "POST"])
@access.place
def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = Results(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile = form.cleaned_data["file"]
        kept = taking.keep(
            scope.municipality,  # type: ignore[arg-type]
            via=form.cleaned_data["via"],
            name=sent.name or "",
            content=sent.read(),
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        return redirect(access.address(scope, "results-file", file=kept.pk))
    context = {
        "scope": scope,
        "form": form,
        "files": _files(scope).order_by("-uploaded_at")[:SHOWN],
        "most": tables.MOST,
    }
    return render(request, "insight/results.html", context)


def _files(scope: Scope) -> QuerySet[ResultsFile]:
    return ResultsFile.objects.filter(municipality=scope.municipality)


@require_http_methods(["GET", "POST"])
@access.place
def file_page(request: HttpRequest, scope: Scope, file: int) -> HttpResponse:
    """The dry run; the progress; what came of it. To take it in is to post here."""
    found = get_object_or_404(_files(scope).defer("content"), pk=file)
    if request.method == "POST":
        taking.begin(found)
        return redirect(request.path)
    rows = Paginator(found.faults, PAGE).get_page(request.GET.get("side"))
    context = {
        "scope": scope,
        "file": found,
        "sums": faults.summed(found.counts),
        "rows": rows,
        "faults": faults.told(rows.object_list),
        "columns": _columns(found),
    }
    answer = render(request, "insight/results_file.html", context)
    if found.state in {State.READING, State.TAKING}:
        answer["Refresh"] = str(SECONDS)
    return answer


def _columns(file: ResultsFile) -> list[tuple[str, str]]:
    """Each heading of the file, and what it was taken for."""
    names = {
        "email": _("E-mail"), "title": _("Lesson or part"), "status": _("Status"), "date": _("Date"),
        "activity": _("Lesson or part"),
    }  # fmt: skip
    return [(heading, names.get(column, "")) for heading, column in file.counts.get("columns", [])]


@require_POST
@access.place
def cancellation(request: HttpRequest, scope: Scope, file: int) -> HttpResponse:
    taking.cancel(get_object_or_404(_files(scope).defer("content", "faults"), pk=file), at=timezone.now())
    messages.success(request, _("Cancelled. No more is taken in from this file."))
    return redirect(access.address(scope, "results"))
