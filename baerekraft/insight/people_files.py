"""Lists of people: choose or paste one, see what will come of it, take it in, or take it out again."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.campaigns import faults, people, taking
from baerekraft.campaigns.models import Campaign
from baerekraft.insight import access, sent_files
from baerekraft.reports.scopes import Scope


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

    def clean_file(self) -> UploadedFile | None:
        sent: UploadedFile | None = self.cleaned_data["file"]
        return sent_files.checked(sent, megabytes=people.MEGABYTES) if sent else None

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("file") or cleaned.get("text", "").strip() or self.errors):
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
    return sent_files.shown(
        request,
        found,
        "insight/people_file.html",
        faults=faults,
        columns={
            "email": _("E-mail"), "name": _("Name"), "first": _("First name"), "last": _("Last name"),
            "unit": _("Unit"), "role": _("Role"), "language": _("Language"),
        },
        scope=scope,
        campaign=campaign,
        again=access.address(scope, "people-upload", pk=campaign.pk),
        cancellation=access.address(scope, "people-cancellation", pk=campaign.pk, file=file),
        new_units=list(found.counts.get("units", {}).items()),
    )  # fmt: skip


@require_POST
@access.campaign
def cancellation(request: HttpRequest, scope: Scope, campaign: Campaign, file: int) -> HttpResponse:
    found = get_object_or_404(campaign.files.defer("content"), pk=file)
    found.cancel(at=timezone.now())
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
