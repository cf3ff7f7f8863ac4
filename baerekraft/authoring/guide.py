"""The user guides inside the editor, where the questions arise; they are the pages in `docs/veiledning/`."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from wagtail import hooks
from wagtail.admin.menu import MenuItem

FOLDER = Path(settings.ROOT).parent / "docs"
OURS = "keyboard-shortcuts-trigger"
markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def page(request: HttpRequest, name: str) -> HttpResponse:
    file = FOLDER / "veiledning" / f"{name}.md"
    if not file.is_file():
        raise Http404
    text = file.read_text(encoding="utf-8")
    title, _newline, body = text.removeprefix("# ").partition("\n")
    return render(request, "authoring/guide.html", {"title": title, "body": shown(body)})


def shown(text: str) -> SafeString:
    """The guide as HTML. Its links to other guides and its pictures lead to where they are in the editor."""
    html = markdown.render(text)
    html = re.sub(r'href="([a-z-]+)\.md(#[^"]*)?"', r'href="../\1/\2"', html)
    html = re.sub(r'src="\.\./pictures/([a-z0-9-]+\.png)"', r'src="../bilder/\1"', html)
    html = re.sub(r"<(h[23])>(.*?)</h[23]>", _with_name, html)
    html = html.replace("<table>", '<table class="listing">').replace("<img ", '<img loading="lazy" ')
    return mark_safe(html)  # noqa: S308 - our own file, and Markdown without HTML


def _with_name(heading: re.Match[str]) -> str:
    """A heading has the name that links to it use where the files are read otherwise."""
    name = re.sub(r"[^\w -]", "", heading[2].lower()).replace(" ", "-")
    return f'<{heading[1]} id="{name}">{heading[2]}</{heading[1]}>'


def picture(request: HttpRequest, name: str) -> FileResponse:
    file = FOLDER / "pictures" / name
    if not re.fullmatch(r"[a-z0-9-]+\.png", name) or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("veiledning/<slug:name>/", page, name="guide"),
        path("veiledning/bilder/<str:name>", picture, name="guide-picture"),
    ]


@hooks.register("construct_help_menu")
def own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Our guide in Norwegian in place of Wagtail's in English."""
    items[:] = [item for item in items if item.name == OURS]
    items.insert(0, MenuItem(_("Guide"), reverse("guide", args=["redaktor"]), icon_name="help", order=1))


@hooks.register("insert_global_admin_css")
def own_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("authoring/editor.css"))
