"""Settings › Staff: who may do what, inviting and withdrawing, for administrators."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from baerekraft.accounts import inviting, memberships
from baerekraft.accounts.inviting import LastAdministrator, NotInvited
from baerekraft.accounts.models import Role, User
from baerekraft.municipalities.models import Municipality, Unit


class Invitation(forms.Form):
    address = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("name"),
        label=_("Municipality"),
        required=False,
        help_text=_("For a municipal editor or a coordinator only."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        help_text=_("For a coordinator of one unit only. Units are made in Insight."),
    )
    county = forms.ChoiceField(
        label=_("County"),
        required=False,
        help_text=_("For a county coordinator. Without one she sees every county here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.open().select_related("municipality").order_by("municipality__name", "name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = _with_municipality  # type: ignore[attr-defined]
        counties = [(county, county) for county in inviting.counties()]
        self.fields["county"].choices = [("", "–"), *counties]  # type: ignore[attr-defined]


def _with_municipality(unit: Unit) -> str:
    return f"{unit.municipality}: {unit}"


def staff(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    form = Invitation(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, form):
        return redirect("staff")
    people = (
        User.objects.filter(is_active=True)
        .order_by("email")
        .prefetch_related("memberships__municipality", "memberships__unit")
    )
    return render(request, "authoring/staff.html", {"form": form, "people": people})


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    _administrators_only(request)
    user = get_object_or_404(User, pk=pk, is_active=True)
    try:
        inviting.withdraw(user)
    except LastAdministrator as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(address)s no longer has access.") % {"address": user.email})
    return redirect("staff")


def _invited(request: HttpRequest, form: Invitation) -> bool:
    chosen = form.cleaned_data
    try:
        membership = inviting.invite(
            chosen["address"],
            role=Role(chosen["role"]),
            municipality=chosen["municipality"],
            unit=chosen["unit"],
            county=chosen["county"],
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


def _administrators_only(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("ansatte/", staff, name="staff"),
        path("ansatte/<int:pk>/tilbakekalling/", withdrawal, name="staff_withdrawal"),
    ]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return ForAdministrators(_("Staff"), reverse("staff"), name="staff", icon_name="user", order=600)


class ForCoordinators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return memberships.coordinates(request.user)


@hooks.register("register_admin_menu_item")
def insight() -> MenuItem:
    """The way over for whoever works in both places."""
    return ForCoordinators(
        _("Insight"), reverse("insight:home"), name="insight", icon_name="globe", order=950
    )


@hooks.register("construct_settings_menu")
def one_page_for_users(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own would give rights and passwords past the roles."""
    items[:] = [item for item in items if item.name not in {"users", "groups"}]


@hooks.register("before_create_user")
@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def to_the_one_page(request: HttpRequest, *args: Any) -> HttpResponse:
    return redirect("staff")


@hooks.register("register_account_menu_item")
def security(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("mfa_index"),
        "label": _("Sign-in and security"),
        "help_text": _("Passkeys, authenticator app and recovery codes."),
    }
