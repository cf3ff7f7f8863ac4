"""Where Wagtail meets quality: addresses, the menu, buttons on a lesson, the script of the panel, and our own words."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.permissions import page_permission_policy
from wagtail.signals import page_published, page_unpublished
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from baerekraft.authoring.models import LessonPage
from baerekraft.quality import board, tasks, views
from baerekraft.quality.models import OwnWord


class ForWriters(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, board.ACTIONS))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("tavle/", views.overview, name="quality_board"),
        path("tavle/<int:page_id>/sporsmal/", views.questions, name="quality_questions"),
        path("kvalitet/<int:page_id>/", views.lesson, name="quality_lesson"),
        path("kvalitet/<int:page_id>/panel/", views.panel, name="quality_panel"),
        path("kvalitet/<int:page_id>/ord/", views.words, name="quality_words"),
    ]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return ForWriters(_("Board"), reverse("quality_board"), name="board", icon_name="table", order=100)


@hooks.register("register_page_header_buttons")
def header_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _button(page, user)


def _button(page: Any, user: Any) -> Iterator[Button]:
    if isinstance(page, LessonPage) and page.pk and page.permissions_for_user(user).can_edit():
        address = reverse("quality_lesson", args=[page.pk])
        yield Button(_("Language and quality"), address, icon_name="glasses", priority=35)


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("quality/quality.css"))


@hooks.register("insert_editor_js")
def script() -> str:
    return format_html('<script src="{}" defer></script>', static("quality/quality.js"))


def measure_anew(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, LessonPage):
        tasks.book_catch_up()


page_published.connect(measure_anew, dispatch_uid="quality")
page_unpublished.connect(measure_anew, dispatch_uid="quality")


class OwnWords(SnippetViewSet):
    model = OwnWord
    icon = "list-ul"
    list_display = ["word", "language", "added_by", "added_at"]
    list_filter = ["language"]
    search_fields = ["word"]


register_snippet(OwnWords)
