"""Making a municipality's variant of a lesson, and telling who may."""

from typing import Any

from wagtail.permission_policies.pages import PagePermissionPolicy

from baerekraft.accounts.models import User
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.authoring import municipal, reach
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.municipal import MunicipalityPage
from baerekraft.municipalities.models import Municipality


def make(original: LessonPage, municipality: Municipality, *, by: User) -> LocalLessonPage:
    """The municipality's variant of the lesson; a new one changes nothing yet, and learners do not meet it."""
    home = municipal.home(municipality)
    found = LocalLessonPage.objects.child_of(home).filter(original=original).first()
    if found:
        return found
    page = LocalLessonPage(
        original=original,
        title=original.title,
        slug=f"{original.get_parent().slug}-{original.slug}-{original.language}",
        locale=original.locale,
        owner=by,
        live=False,
    )
    home.add_child(instance=page)
    page.save_revision(user=by)
    return page


def municipalities(user: Any) -> list[Municipality]:
    """Those that the user may make variants for."""
    if user.is_superuser:
        return Municipality.objects.alphabetical()
    policy = PagePermissionPolicy()
    homes = MunicipalityPage.objects.select_related("municipality")
    may = [
        home.municipality
        for home in homes
        if policy.user_has_permission_for_instance(user, "add", home) and reach.may_see(user, home)
    ]
    return sorted(may, key=lambda one: one.name)


def waiting(user: Any) -> list[LocalLessonPage]:
    """The user's variants that the county's changes ask something about."""
    rows = LocalLessonPage.objects.live().select_related("original", "standing")
    rows = rows.exclude(standing=None).exclude(standing__asked=[], standing__fault="")
    return [page for page in rows if page.permissions_for_user(user).can_edit()]
