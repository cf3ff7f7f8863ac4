"""Results from other systems: choose a file, see what will come of it, take it in. Who has an account is never told."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.insight import access, sent_files
from baerekraft.learners import entry
from baerekraft.records.models import ResultsFile
from baerekraft.records.results import faults, tables, taking
from baerekraft.reports.scopes import Scope

SHOWN = 10


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
        return sent_files.checked(self.cleaned_data["file"], megabytes=taking.MEGABYTES)


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
    return sent_files.shown(
        request,
        found,
        "insight/results_file.html",
        faults=faults,
        columns={
            "email": _("E-mail"), "title": _("Lesson or part"), "status": _("Status"), "date": _("Date"),
            "activity": _("Lesson or part"),
        },
        scope=scope,
        again=access.address(scope, "results"),
        cancellation=access.address(scope, "results-cancellation", file=file),
    )  # fmt: skip


@require_POST
@access.place
def cancellation(request: HttpRequest, scope: Scope, file: int) -> HttpResponse:
    get_object_or_404(_files(scope).defer("content", "faults"), pk=file).cancel(at=timezone.now())
    messages.success(request, _("Cancelled. No more is taken in from this file."))
    return redirect(access.address(scope, "results"))
