"""What a mail's text needs that Django's templates lack."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter

from baerekraft.campaigns import lesson_text

register = template.Library()


@register.filter
@stringfilter
def underlined(heading: str, sign: str = "-") -> str:
    """The heading with a line of signs under it, as long as itself."""
    return f"{heading}\n{sign * len(heading)}"


@register.filter
@stringfilter
def ended(sentence: str) -> str:
    """The sentence with a full stop, unless it ends with a sign of its own."""
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


@register.filter
@stringfilter
def seen(url: str) -> str:
    """The address as it is shown."""
    return lesson_text.seen(url)


@register.filter
def beside(heads: Iterable[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    """A table's headings with a row's cells, but for the row's own name."""
    return list(zip(heads, cells, strict=True))[1:]
