"""Looking into an answer from a template."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(mapping: Any, key: str) -> Any:
    """What the mapping holds for the key; nothing where there is no mapping."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""
