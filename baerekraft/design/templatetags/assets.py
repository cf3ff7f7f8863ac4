from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def bundle(name: str) -> str:
    """The address of a bundle of style or script."""
    return static(name)
