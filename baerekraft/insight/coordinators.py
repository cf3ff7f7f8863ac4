"""Who coordinates this place, inviting and withdrawing. Nobody reaches above herself."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from baerekraft.accounts import inviting
from baerekraft.accounts.inviting import NotInvited
from baerekraft.accounts.models import Membership, Role
from baerekraft.insight import access
from baerekraft.municipalities.models import Municipality, MunicipalityCode, Unit
from baerekraft.reports.scopes import Scope


class Invitation(forms.Form):
    address = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    municipality = forms.ModelChoiceField(Municipality.objects.none(), label=gettext_lazy("Municipality"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Unit"),
        required=False,
        empty_label=gettext_lazy("The whole municipality"),
    )

    def __init__(self, *args: object, scope: Scope, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if scope.municipality:
            del self.fields["municipality"]
            units = Unit.objects.open().filter(municipality=scope.municipality).order_by("name")
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
            served = municipalities(scope).order_by("name")
            self.fields["municipality"].queryset = served  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@access.place
def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    form = Invitation(request.POST or None, scope=scope)
    if request.method == "POST" and form.is_valid() and _invited(request, scope, form):
        return redirect(request.path)
    context = {"scope": scope, "form": form, "memberships": memberships(scope)}
    return render(request, "insight/coordinators.html", context)


@require_http_methods(["GET", "POST"])
@access.place
def withdrawal(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Asked once more: it is somebody's access, and it may be the last one's."""
    found = get_object_or_404(memberships(scope), pk=pk)
    whole = memberships(scope).filter(municipality=found.municipality, unit=None, user__is_active=True)
    is_last = found.unit is None and not whole.exclude(pk=found.pk).exists()
    if request.method == "POST" and (not is_last or "sure" in request.POST):
        is_own = found.user == request.user
        inviting.end(found)
        if is_own:
            return redirect("insight:home")
        messages.success(request, _("%(address)s no longer has access.") % {"address": found.user.email})
        return redirect(access.address(scope, "coordinators"))
    context = {"scope": scope, "membership": found, "is_last": is_last, "is_own": found.user == request.user}
    return render(request, "insight/withdrawal.html", context)


def memberships(scope: Scope) -> QuerySet[Membership]:
    """Those she may take away: coordinators of her municipality and its units, or of her county's municipalities."""
    if scope.unit:
        raise Http404
    places = [scope.municipality] if scope.municipality else municipalities(scope)
    found = Membership.objects.filter(role=Role.COORDINATOR, municipality__in=places)
    return found.select_related("user", "municipality", "unit").order_by(
        "municipality__name", "unit__name", "user__email"
    )


def municipalities(scope: Scope) -> QuerySet[Municipality]:
    """The county's, as it is now."""
    codes = MunicipalityCode.objects.filter(last_year=None)
    if scope.county:
        codes = codes.filter(county=scope.county)
    return Municipality.objects.filter(codes__in=codes)


def _invited(request: HttpRequest, scope: Scope, form: Invitation) -> bool:
    chosen = form.cleaned_data
    try:
        membership = inviting.invite(
            chosen["address"],
            role=Role.COORDINATOR,
            municipality=scope.municipality or chosen["municipality"],
            unit=chosen.get("unit"),
            name=chosen["name"],
        )
    except NotInvited as error:
        form.add_error(None, str(error))
        return False
    messages.success(
        request,
        _("%(address)s is invited: %(role)s. The mail is on its way.")
        % {"address": membership.user.email, "role": membership},
    )
    return True
