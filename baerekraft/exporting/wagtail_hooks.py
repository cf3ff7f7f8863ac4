"""Where the editor meets it: a button on the course."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from baerekraft.authoring.models import CoursePage
from baerekraft.exporting import views


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("eksport/<int:course>/", views.download, name="exporting_download")]


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, CoursePage) and page.permissions_for_user(user).can_publish():
        url = reverse("exporting_download", args=[page.pk])
        yield Button(_("Download as files"), url, icon_name="download", priority=80)
