"""A campaign's people: who is in it, one more, one less. Whether mail reaches them is told; how far they have come is not."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.campaigns import refusing, sending
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.insight import access
from baerekraft.learners import entry
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Unit
from baerekraft.reports.scopes import Scope

PAGE = 100


class OnePerson(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), required=False, choices=[("", "–"), *Learner.Role.choices]
    )

    def __init__(self, *args: object, campaign: Campaign, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        units = campaign.municipality.units.filter(closed_at=None).order_by("name")
        if campaign.unit_id:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    form = OnePerson(request.POST or None, campaign=campaign)
    if request.method == "POST" and not campaign.ended_at and form.is_valid() and _added(campaign, form):
        messages.success(
            request, _("%(address)s is in the campaign.") % {"address": form.cleaned_data["email"]}
        )
        return redirect(access.address(scope, "people", pk=campaign.pk))
    wanted = request.GET.get("sok", "").strip()[:100]
    found = _found(campaign, wanted)
    context = {
        "scope": scope,
        "campaign": campaign,
        "form": form,
        "wanted": wanted,
        "people": Paginator(found, PAGE).get_page(request.GET.get("side")),
        "files": campaign.files.defer("content", "faults").order_by("-uploaded_at")[:10],
    }
    return render(request, "insight/people.html", context)


def _found(campaign: Campaign, wanted: str) -> QuerySet[Recipient]:
    people = Recipient.objects.in_campaign(campaign).listed().select_related("unit").order_by("name", "email")
    if not wanted:
        return people
    return people.filter(
        Q(email__icontains=wanted) | Q(name__icontains=wanted) | Q(unit__name__icontains=wanted)
    )


def _added(campaign: Campaign, form: OnePerson) -> bool:
    chosen = form.cleaned_data
    email = entry.clean_email(chosen["email"])
    reason = refusing.among([email], campaign.municipality).get(email)
    if reason:
        form.add_error(
            "email", _("She is not written to: %(reason)s.") % {"reason": refusing.as_told(reason).label}
        )
        return False
    row = Recipient(
        email=email,
        name=entry.clean_name(chosen["name"]),
        unit=campaign.unit or chosen.get("unit"),
        role=chosen["role"],
    )
    if not sending.add(campaign, [row], at=timezone.now()):
        form.add_error("email", _("She is already in the campaign."))
        return False
    return True


@require_POST
@access.campaign
def removal(request: HttpRequest, scope: Scope, campaign: Campaign, person: int) -> HttpResponse:
    """Out of the list, and written to no more. What she has learnt stays hers."""
    listed = Recipient.objects.in_campaign(campaign).listed()
    found = get_object_or_404(listed, pk=person)
    sending.remove(listed.filter(pk=person), at=timezone.now())
    messages.success(request, _("%(address)s is out of the campaign.") % {"address": found.email})
    return redirect(access.address(scope, "people", pk=campaign.pk))
