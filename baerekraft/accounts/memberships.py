"""From roles to groups: every user is in exactly the groups that her memberships give."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse

from baerekraft.accounts.models import Membership, Role, User
from baerekraft.municipalities.models import Municipality

# What a group is called is data that editors see, so it does not change with the interface's language.
NAMES = {
    Role.EDITOR: "Redaktører",
    Role.APPROVER: "Fagansvarlige",
    Role.TRANSLATOR: "Oversettere",
    Role.MUNICIPAL_EDITOR: "Kommuneredaktører",
    Role.COORDINATOR: "Koordinatorer",
    Role.COUNTY: "Fylkeskoordinatorer",
    Role.ADMINISTRATOR: "Administratorer",
}


def group(role: Role, municipality: Municipality | None = None) -> Group:
    """The group of a role; a municipality's own where the role is held for one."""
    name = f"{NAMES[role]}: {municipality.name}" if municipality else NAMES[role]
    return Group.objects.get_or_create(name=name)[0]


def coordinates(user: User | AnonymousUser) -> bool:
    """Whether she has a place to look after in Innsikt."""
    return (
        isinstance(user, User)
        and Membership.objects.of(user).filter(role__in=[Role.COORDINATOR, Role.COUNTY]).exists()
    )


def front_door(user: User | AnonymousUser) -> str:
    """Where she works: in the editor, or in Innsikt when that is all she has."""
    in_editor = user.has_perm("wagtailadmin.access_admin") or not coordinates(user)
    return reverse("wagtailadmin_home" if in_editor else "insight:home")


def sync(user: User) -> None:
    """Put the user in the groups of her memberships, and out of all others."""
    held = Membership.objects.of(user).select_related("municipality")
    user.groups.set([group(Role(one.role), one.municipality) for one in held])


@receiver(post_save, sender=Membership)
def given(instance: Membership, **kwargs: Any) -> None:
    if instance.role == Role.ADMINISTRATOR:
        _make_administrator(instance.user, True)
    sync(instance.user)


@receiver(post_delete, sender=Membership)
def taken(instance: Membership, **kwargs: Any) -> None:
    """A deleted user's memberships go with her, and then there is nobody to change."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is None:
        return
    if instance.role == Role.ADMINISTRATOR:
        _make_administrator(user, False)
    sync(user)


def _make_administrator(user: User, is_one: bool) -> None:
    user.is_superuser = user.is_staff = is_one
    user.save(update_fields=["is_superuser", "is_staff"])
