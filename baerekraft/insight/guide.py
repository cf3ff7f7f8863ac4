"""The coordinators' guide where the questions arise; it is the page in `docs/veiledning/`."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from baerekraft.insight import access

DOCS = Path(settings.ROOT).parent / "docs"
markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@require_safe
@access.staff
def page(request: HttpRequest) -> HttpResponse:
    file = DOCS / "veiledning" / "koordinator.md"
    if not file.is_file():
        raise Http404
    title, _newline, body = file.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
    return render(request, "insight/guide.html", {"title": title, "body": shown(body)})


@require_safe
@access.staff
def picture(request: HttpRequest, shown: str) -> FileResponse:
    file = DOCS / "pictures" / f"koordinator-{shown}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")


def shown(text: str) -> SafeString:
    """The guide as HTML. Links out of it lead to files that are not served, and become their words."""
    html = markdown.render(text)
    html = re.sub(r'<a href="[^#"][^"]*">(.*?)</a>', r"\1", html)
    html = re.sub(r'src="\.\./pictures/koordinator-([a-z0-9-]+)\.png"', r'src="bilder/\1.png"', html)
    html = re.sub(r"<(h[23])>(.*?)</h[23]>", _with_name, html)
    html = html.replace("<table>", '<div class="table-scroll"><table>').replace("</table>", "</table></div>")
    return mark_safe(html.replace("<img ", '<img loading="lazy" '))  # noqa: S308 - our own file, and Markdown without HTML


def _with_name(heading: re.Match[str]) -> str:
    """A heading has the name that links to it use where the file is read otherwise."""
    name = re.sub(r"[^\w -]", "", heading[2].lower()).replace(" ", "-")
    return f'<{heading[1]} id="{name}">{heading[2]}</{heading[1]}>'
