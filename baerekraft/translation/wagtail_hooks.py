"""Where the editor meets translations: addresses, the menu, buttons, and what is said when one is opened."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from baerekraft.authoring import translating
from baerekraft.authoring.models import Draft, LessonPage
from baerekraft.translation import units, views

URLS = [
    path("", views.everything, name="board"),
    path("<int:page>/", views.changed, name="changes"),
    path("fil/", views.out, name="file"),
    path("inn/", views.received, name="received"),
    path("inn/svar/", views.taken, name="taken"),
]


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("oversettelser/", include((URLS, "translation")))]


@hooks.register("register_admin_urls", order=-1)
def stand_before_fetching() -> list[Any]:
    """The same address as wagtail-localize's own, found first."""
    return [path("localize/update/<int:translation_source_id>/", views.fetched)]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Translations"),
        reverse("translation:board"),
        name="translations",
        icon_name="globe",
        order=260,
    )


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("translation/translation.css"))


@hooks.register("before_edit_page", order=-1)
def open_translation(request: HttpRequest, page: Any) -> None:
    """Runs before wagtail-localize looks whether the page is one of its own."""
    if not isinstance(page, Draft) or page.original == page or page.alias_of_id:
        return
    units.settle(translating.handed_over(page) or translating.hand_over(page))
    if request.method == "GET" and isinstance(page, LessonPage) and translating.is_behind(page):
        link = format_html(
            '<a href="{}">{}</a>', reverse("translation:changes", args=[page.pk]), _("See what has changed")
        )
        said = _(
            "The original has changed since this was translated. Fetch the new text with “Sync translated pages” on the original page."
        )
        messages.warning(request, format_html("{} {}", said, link))


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    page = page.specific_deferred
    if isinstance(page, LessonPage) and page.original != page:
        yield Button(
            _("What has changed"),
            reverse("translation:changes", args=[page.pk]),
            icon_name="history",
            priority=70,
        )
