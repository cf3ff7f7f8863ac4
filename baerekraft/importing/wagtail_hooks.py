"""Where the editor meets it: addresses, and buttons on a lesson and a part for those who may."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from baerekraft.importing import access, drafts, views, word_views


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("import/mal.xlsx", views.download, name="importing_template"),
        path("import/sporsmal/til/<int:lesson_id>/", views.upload, name="importing_questions"),
        path("import/sporsmal/<int:pk>/", views.dry_run, name="importing_questions_dry_run"),
        path("import/word/til/<int:page_id>/", word_views.upload, name="importing_word"),
        path("import/word/<int:pk>/", word_views.dry_run, name="importing_word_dry_run"),
        path("import/<int:pk>/forkasting/", views.forget, name="importing_forget"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(drafts.LOGGED, gettext_lazy("Import"), gettext_lazy("Brought in from a file"))


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons(page, user)


def buttons(page: Any, user: Any) -> Iterator[Button]:
    page = page.specific_deferred
    if access.may_fill(user, page):
        url = reverse("importing_questions", args=[page.pk])
        yield Button(_("Get questions from a file"), url, icon_name="upload", priority=80)
        url = reverse("importing_word", args=[page.pk])
        yield Button(_("Get text from Word"), url, icon_name="doc-full", priority=81)
    elif access.may_add_to(user, page):
        url = reverse("importing_word", args=[page.pk])
        yield Button(_("New lesson from Word"), url, icon_name="doc-full", priority=80)


@hooks.register("insert_global_admin_js")
def pasting() -> str:
    """Takes what tracked changes have deleted out of what is pasted from Word."""
    return format_html('<script src="{}" defer></script>', static("authoring/pasting.js"))
