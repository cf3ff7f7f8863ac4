"""What each role may do in the editor, as Wagtail's groups: ensure(), open_to().

A group may exactly what stands here. What somebody ticks on or off in the editor's own page for groups is put right
the next time, so that a right can be read in one place.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from baerekraft.accounts import memberships
from baerekraft.accounts.models import Membership, Role
from baerekraft.authoring import municipal
from baerekraft.authoring.models import CoursePage
from baerekraft.media import library
from baerekraft.municipalities.models import Municipality

# A page or collection, and what may be done there and below.
Right = tuple[Any, str]

WRITE = ("add", "change")
APPROVE = (*WRITE, "publish", "lock", "unlock", "bulk_delete")
LOCAL = (*WRITE, "publish", "bulk_delete")

ENTER = ["wagtailadmin.access_admin"]
LIBRARY = ["authoring.glossaryterm", "media.libraryrecording", "quality.ownword"]
MODELS = {
    Role.EDITOR: [*ENTER, *(f"{model}:{action}" for model in LIBRARY for action in ("view", *WRITE))],
    Role.APPROVER: [
        *ENTER,
        *(f"{model}:{action}" for model in LIBRARY for action in ("view", *WRITE, "delete")),
        "wagtail_localize.submit_translation",
    ],
    Role.TRANSLATOR: [
        *ENTER,
        *(f"authoring.glossaryterm:{action}" for action in ("view", *WRITE)),
        "wagtail_localize.submit_translation",
    ],
    Role.MUNICIPAL_EDITOR: [*ENTER, "media.libraryrecording:view", "media.libraryrecording:add"],
    # They work in Innsikt and never see the editor.
    Role.COORDINATOR: [],
    Role.COUNTY: [],
    Role.ADMINISTRATOR: [],  # is_superuser
}
FILES = ("wagtailimages.image", "wagtaildocs.document")


@transaction.atomic
def ensure() -> None:
    """Make or mend the groups of all roles and municipalities."""
    for role in Role:
        if not role.is_local:
            _give(memberships.group(role), role, pages=_pages(role), collections=_collections(role))
    held = Membership.objects.filter(role=Role.MUNICIPAL_EDITOR).values("municipality")
    for municipality in Municipality.objects.filter(pk__in=held):
        open_to(municipality)


@transaction.atomic
def open_to(municipality: Municipality) -> None:
    """Its municipal editors may work in its own page and its own folder of pictures, and nowhere else."""
    role = Role.MUNICIPAL_EDITOR
    own, everybodys = library.folder(municipality.name), library.common()
    files = [(own, f"{file}:{action}") for file in FILES for action in (*WRITE, "choose")]
    choose = [(everybodys, f"{file}:choose") for file in FILES]
    home = Page.objects.get(pk=municipal.home(municipality).pk)
    _give(
        memberships.group(role, municipality),
        role,
        pages=[(home, f"wagtailcore.page:{action}") for action in LOCAL],
        collections=[*files, *choose],
    )


def _pages(role: Role) -> Iterator[Right]:
    """County's courses only: a municipality's own lie under its page."""
    root = Page.get_first_root_node()
    courses = Page.objects.child_of(root).type(CoursePage) if root else Page.objects.none()
    if role == Role.TRANSLATOR:
        courses = courses.exclude(locale__language_code=settings.LANGUAGE_CODE)
    actions = {Role.EDITOR: WRITE, Role.APPROVER: APPROVE, Role.TRANSLATOR: ("change",)}.get(role, ())
    for course in courses:
        for action in actions:
            yield course, f"wagtailcore.page:{action}"
    if role == Role.APPROVER and root:
        yield root, "wagtailcore.page:add"  # a new course


def _collections(role: Role) -> Iterator[Right]:
    actions = {
        Role.EDITOR: (*WRITE, "choose"),
        Role.APPROVER: (*WRITE, "choose", "delete"),
        Role.TRANSLATOR: ("choose",),
    }.get(role, ())
    folder = library.common()
    for file in FILES:
        for action in actions:
            yield folder, f"{file}:{action}"


def _give(group: Group, role: Role, *, pages: Iterable[Right], collections: Iterable[Right]) -> None:
    group.permissions.set(filter(None, map(_permission, MODELS[role])))
    _exactly(GroupPagePermission, group, "page", pages)
    _exactly(GroupCollectionPermission, group, "collection", collections)


def _exactly(model: Any, group: Group, place: str, rights: Iterable[Right]) -> None:
    """The group has these rights and no others of their kind."""
    wanted = {(where.pk, permission.pk) for where, name in rights if (permission := _permission(name))}
    has = {
        (row[0], row[1]): row[2]
        for row in model.objects.filter(group=group).values_list(f"{place}_id", "permission_id", "pk")
    }
    model.objects.filter(pk__in=[pk for right, pk in has.items() if right not in wanted]).delete()
    model.objects.bulk_create(
        model(group=group, permission_id=permission, **{f"{place}_id": where})
        for where, permission in sorted(wanted - has.keys())
    )


def _permission(name: str) -> Permission | None:
    """`app.codename`, or `app.model:action`. None while the app's tables are being made."""
    label, _dot, rest = name.partition(".")
    model, _colon, action = rest.partition(":")
    named = Q(codename=f"{action}_{model}" if action else model)
    return Permission.objects.filter(named, content_type__app_label=label).first()


@receiver(post_save, sender=Membership)
def opened(instance: Membership, **kwargs: Any) -> None:
    if instance.municipality and instance.role == Role.MUNICIPAL_EDITOR:
        open_to(instance.municipality)


@receiver(post_save, sender=CoursePage)
def course_made(created: bool, **kwargs: Any) -> None:
    """A new course is open to those who work on courses."""
    if created:
        ensure()


# The last app that makes tables: by then every permission is there.
@receiver(post_migrate, sender=apps.get_app_config("sessions"))
def migrated(**kwargs: Any) -> None:
    ensure()
