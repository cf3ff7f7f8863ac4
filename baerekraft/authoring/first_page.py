"""The editor's first page: where she can begin, and nothing that leads nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.permissions import page_permission_policy

from baerekraft.accounts.models import Membership, Role
from baerekraft.authoring.models import CoursePage


@dataclass(frozen=True)
class Place:
    title: str
    about: str
    address: str
    icon: str


# Documents belong to Wagtail and never reach a learner.
DOCUMENTS = "documents"


@hooks.register("construct_main_menu")
def without_documents(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != DOCUMENTS]


@hooks.register("construct_homepage_summary_items")
def without_document_count(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("construct_homepage_panels")
def places_to_begin(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Beginnings(request.user))


class Beginnings(Component):
    """The places where work begins, for what this person may do. Stands first, and is there when nothing waits."""

    order = 10
    template_name = "authoring/beginnings.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"heading": _("Where do you want to begin?"), "places": list(self.places())}

    def places(self) -> Iterator[Place]:
        for course in courses(self.user):
            parts = ngettext("%(count)d part", "%(count)d parts", course.numchild) % {
                "count": course.numchild
            }
            address = reverse("wagtailadmin_explore", args=[course.pk])
            yield Place(
                str(course.title), _("Course, %(parts)s") % {"parts": parts}, address, "folder-open-inverse"
            )
        if Membership.objects.of(self.user).filter(role=Role.MUNICIPAL_EDITOR).exists():
            about = _("Your municipality's own example, figures and contact person.")
            yield Place(_("Adapt a lesson"), about, reverse("local:new"), "home")
        if courses(self.user):
            about = _("Every lesson: its status, advice and the age of its figures.")
            yield Place(_("Board"), about, reverse("quality_board"), "table")
            about = _("What is translated, and what has fallen behind.")
            yield Place(_("Translations"), about, reverse("translation:board"), "globe")
        about = _("How to do it, step by step.")
        yield Place(_("Guide"), about, reverse("guide", args=["redaktor"]), "help")


def courses(user: Any) -> list[CoursePage]:
    """The courses she may work in, in the course's own language; the rest are found from there."""
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"add", "change", "publish"})
    found = CoursePage.objects.filter(pk__in=mine.values("pk"), locale__language_code=settings.LANGUAGE_CODE)
    return list(found.order_by("path")[:6])
