"""Links from one page of the course to another: kept by the page's id in the draft, by its address when published."""

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.authoring.placing import Path
from baerekraft.design import languages

LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
ID = re.compile(r'\bid="(\d+)"')


def addressed(html: str) -> str:
    """The text with addresses for its links. An address is the course's own language's; the player says it in others."""
    return LINK.sub(lambda link: _opening(address(target(link[0]))), html)


def _opening(url: str | None) -> str:
    return f'<a href="{url}">' if url else "<a>"


def target(link: str) -> Any:
    """The page that the link leads to, None when it has been deleted."""
    found = ID.search(link)
    page = Page.objects.filter(pk=found[1]).first() if found else None
    return page.specific if page else None


def address(page: Any) -> str | None:
    """Where learners meet the page; None where they do not."""
    language = settings.LANGUAGE_CODE
    match page:
        case LessonPage():
            return languages.link(language, "player:lesson", page.get_parent().slug, page.slug)
        case PartPage():
            return languages.link(language, "player:part", page.slug)
        case CoursePage():
            return languages.link(language, "player:course")
    return None


def broken(page: LessonPage) -> Iterator[tuple[Path, str]]:
    """The links that learners would follow in vain."""
    for path, html in _texts(page):
        for link in LINK.findall(html):
            what = _wrong(target(link), page)
            if what:
                yield path, what


def _wrong(found: Any, source: LessonPage) -> str:
    if address(found) is None:
        return _(
            "A link leads to a page that does not exist any more. Choose another page, or remove the link."
        )
    if found.live or found.pk == source.pk:
        return ""
    name = {"title": found.title}
    if found.first_published_at:
        return (
            _(
                "A link leads to “%(title)s”, which has been withdrawn. Choose another page, or remove the link."
            )
            % name
        )
    # Two new lessons may link to each other; one of them has to be published first.
    if isinstance(found, LessonPage) and _links_to(found, source):
        return ""
    return (
        _("A link leads to “%(title)s”, which is not published yet. Publish it first, or remove the link.")
        % name
    )


def _links_to(page: LessonPage, other: LessonPage) -> bool:
    links = (
        link for _path, html in _texts(page.get_latest_revision_as_object()) for link in LINK.findall(html)
    )
    return any(found[1] == str(other.pk) for found in map(ID.search, links) if found)


def _texts(page: Any) -> Iterator[tuple[Path, str]]:
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            for index, item in enumerate(getattr(page, field.name).get_prep_value()):
                yield from _within((field.name, index), item["value"])


def _within(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _within((*path, name), inner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield from _within((*path, index), item["value"] if wrapped else item)
