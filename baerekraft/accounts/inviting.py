"""Letting staff in and out: invite(), end(), withdraw()."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.mail import messages
from baerekraft.municipalities.models import Municipality, MunicipalityCode, Unit


class NotInvited(Exception):
    """Nobody was invited; says why."""


class AlreadyThere(NotInvited):
    """She has the role already."""


class LastAdministrator(Exception):
    """Nobody would be left who can let others in."""


@transaction.atomic
def invite(
    address: str,
    *,
    role: Role,
    municipality: Municipality | None = None,
    unit: Unit | None = None,
    county: str = "",
    name: str = "",
) -> Membership:
    """Give somebody a role, and send her a mail about it. There is no password, and no secret in the mail."""
    address = address.strip().lower()
    _check(address, role, municipality)
    _check_place(role, municipality, unit, county)
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address)
    first, _space, last = name.strip().rpartition(" ")
    user.is_active = True
    user.first_name, user.last_name = user.first_name or first or last, user.last_name or (first and last)
    user.save(update_fields=["is_active", "first_name", "last_name"])
    membership, is_new = Membership.objects.get_or_create(
        user=user, role=role, municipality=municipality, unit=unit, county=county
    )
    if not is_new:
        raise AlreadyThere(
            _("%(address)s has the role already, and nothing was sent.") % {"address": address}
        )
    _write_to(membership)
    return membership


def end(membership: Membership) -> None:
    """Take away one role. Whoever has no other is shut out."""
    user = membership.user
    if user.is_superuser or Membership.objects.of(user).exclude(pk=membership.pk).exists():
        membership.delete()
    else:
        withdraw(user)


def withdraw(user: User) -> None:
    """Take away every role and way of signing in; open sessions end at once. What she wrote stays hers."""
    with transaction.atomic():
        others = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
        if user.is_superuser and not others.exclude(pk=user.pk).exists():
            raise LastAdministrator(_("There must be one administrator left. Invite another one first."))
        for membership in Membership.objects.of(user):
            membership.delete()
        Authenticator.objects.filter(user=user).delete()
        SocialAccount.objects.filter(user=user).delete()
        user.refresh_from_db()
        user.is_active = user.is_superuser = user.is_staff = False
        # A new unusable password makes open sessions worthless, also if she is invited again.
        user.set_unusable_password()
        user.save()


def _check(address: str, role: Role, municipality: Municipality | None) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise NotInvited(_("%(address)s is not an e-mail address.") % {"address": address}) from None
    if role.is_local and municipality is None:
        raise NotInvited(_("A municipal editor or a coordinator needs a municipality."))
    if municipality and not role.is_local:
        raise NotInvited(_("Only a municipal editor or a coordinator belongs to a municipality."))


def _check_place(role: Role, municipality: Municipality | None, unit: Unit | None, county: str) -> None:
    if unit and (role != Role.COORDINATOR or unit.municipality != municipality or unit.closed_at):
        raise NotInvited(
            _("Only a coordinator belongs to a unit, and to an open one of her own municipality.")
        )
    if county and role != Role.COUNTY:
        raise NotInvited(_("Only a county coordinator belongs to a county."))
    if county and county not in counties():
        raise NotInvited(
            _("There is no county %(county)s. The counties are: %(known)s.")
            % {"county": county, "known": ", ".join(counties())}
        )


def counties() -> list[str]:
    """Those that the installation serves, as they are called now."""
    return sorted(set(MunicipalityCode.objects.filter(last_year=None).values_list("county", flat=True)))


def _write_to(membership: Membership) -> None:
    user = membership.user
    messages.post(
        "accounts/mail/invitation.html",
        to=(user.get_full_name(), user.email) if user.get_full_name() else user.email,
        context={
            "name": user.first_name,
            "issuer": settings.ISSUER,
            "membership": membership,
            "in_insight": membership.role in {Role.COORDINATOR, Role.COUNTY},
            "url": settings.BASE_URL + reverse("account_login"),
        },
        language=settings.LANGUAGE_CODE,
        key=f"staff-invitation-{membership.pk}",
    )
