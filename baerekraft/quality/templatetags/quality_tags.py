from typing import Any

from django import template

from baerekraft.authoring.models import LessonPage

register = template.Library()


@register.filter
def is_lesson(page: Any) -> bool:
    return isinstance(page, LessonPage)
