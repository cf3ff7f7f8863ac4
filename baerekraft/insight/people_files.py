"""Lists of people: choose or paste one, see what will come of it, take it in, or take it out again."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.campaigns import faults, people, taking
from baerekraft.campaigns.models import Campaign, PeopleFile
from baerekraft.insight import access
from baerekraft.reports.scopes import Scope
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile

PAGE = 100
# How often a page that waits for work in the background looks again.
SECONDS = 2


class PeopleList(forms.Form):
    """A file, or pasted addresses."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste addresses"),
        required=False,
        max_length=1_500_000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        sent: UploadedFile | None = cleaned.get("file")
        if sent:
            try:
                files.check_size(sent.size or 0, megabytes=people.MEGABYTES)
            except BadFile as error:
                self.add_error("file", str(error))
        elif not cleaned.get("text", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste addresses."))
        return cleaned


@require_http_methods(["GET", "POST"])
@access.campaign
def upload(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    if campaign.ended_at:
        messages.error(request, _("The campaign has ended, and takes in nobody."))
        return redirect(access.address(scope, "people", pk=campaign.pk))
    form = PeopleList(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent: UploadedFile | None = form.cleaned_data["file"]
        kept = taking.keep(
            campaign,
            name=(sent.name or "") if sent else "",
            content=sent.read() if sent else people.pasted(form.cleaned_data["text"]),
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        return redirect(access.address(scope, "people-file", pk=campaign.pk, file=kept.pk))
    context = {"scope": scope, "campaign": campaign, "form": form, "most": people.MOST}
    return render(request, "insight/people_upload.html", context)


@require_http_methods(["GET", "POST"])
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign, file: int) -> HttpResponse:
    """The dry run; the progress; what came of it. To take it in is to post here."""
    found = get_object_or_404(campaign.files.defer("content"), pk=file)
    if request.method == "POST" and not campaign.ended_at:
        taking.begin(
            campaign.files.get(pk=file),
            units="make_units" in request.POST,
            elsewhere="take_elsewhere" in request.POST,
        )
        return redirect(request.path)
    rows = Paginator(found.faults, PAGE).get_page(request.GET.get("side"))
    context = {
        "scope": scope,
        "campaign": campaign,
        "file": found,
        "waits": found.state in {PeopleFile.State.READING, PeopleFile.State.TAKING},
        "sums": faults.summed(found.counts),
        "rows": rows,
        "faults": faults.told(rows.object_list),
        "columns": _columns(found),
        "new_units": list(found.counts.get("units", {}).items()),
    }
    answer = render(request, "insight/people_file.html", context)
    if context["waits"]:
        answer["Refresh"] = str(SECONDS)
    return answer


def _columns(file: PeopleFile) -> list[tuple[str, str]]:
    """Each heading of the list, and what it was taken for."""
    names = {
        "email": _("E-mail"), "name": _("Name"), "first": _("First name"), "last": _("Last name"),
        "unit": _("Unit"), "role": _("Role"), "language": _("Language"),
    }  # fmt: skip
    return [(heading, names.get(column, "")) for heading, column in file.counts.get("columns", [])]


@require_POST
@access.campaign
def cancellation(request: HttpRequest, scope: Scope, campaign: Campaign, file: int) -> HttpResponse:
    found = get_object_or_404(campaign.files.defer("content"), pk=file)
    taking.cancel(found, at=timezone.now())
    messages.success(request, _("Cancelled. Nobody more is taken in from this list."))
    if found.people().exists():
        return redirect(access.address(scope, "people-file", pk=campaign.pk, file=file))
    return redirect(access.address(scope, "people", pk=campaign.pk))


@require_POST
@access.campaign
def undoing(request: HttpRequest, scope: Scope, campaign: Campaign, file: int) -> HttpResponse:
    found = get_object_or_404(campaign.files.defer("content"), pk=file)
    removed = taking.undo(found, at=timezone.now())
    said = ngettext("%(count)d person is taken out again.", "%(count)d people are taken out again.", removed)
    messages.success(request, said % {"count": removed})
    return redirect(access.address(scope, "people", pk=campaign.pk))
