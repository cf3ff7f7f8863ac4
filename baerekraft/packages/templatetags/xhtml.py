"""What a book's pages need of the lessons' HTML."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from baerekraft.packages import charts, drawings
from baerekraft.packages.epub.xhtml import fragment

register = template.Library()
register.filter("xhtml", fragment)


@register.filter
def picture(svg: str) -> SafeString:
    """A lesson's drawing, checked when it was published, with its colours in it."""
    return mark_safe(drawings.standalone(svg))  # noqa: S308 - only shapes are let into a lesson


@register.simple_tag
def drawn(bars: tuple[Any, ...]) -> charts.Drawing:
    return charts.draw(bars)
