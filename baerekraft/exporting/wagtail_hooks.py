"""Where the editor meets it: buttons on the course, its parts and its lessons."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.exporting import along, views


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("eksport/<int:course>/", views.download, name="exporting_download"),
        path("ta-med/<int:page>/", along.take, name="exporting_along"),
    ]


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    shown = page.specific_deferred
    if not page.permissions_for_user(user).can_publish():
        return
    if isinstance(shown, CoursePage | PartPage | LessonPage):
        url = reverse("exporting_along", args=[page.pk])
        yield Button(_("Take the course along"), url, icon_name="download", priority=79)
    if isinstance(shown, CoursePage):
        url = reverse("exporting_download", args=[page.pk])
        yield Button(_("Download as files"), url, icon_name="download", priority=80)
