from typing import Any

from django import template
from django.http import HttpRequest

from baerekraft.accounts.models import User
from baerekraft.insight import access
from baerekraft.reports import scopes
from baerekraft.reports.scopes import Scope

register = template.Library()
register.simple_tag(access.address, name="place_url")
register.filter("place", access.title)


@register.simple_tag(takes_context=True)
def places(context: dict[str, Any]) -> list[Scope]:
    """Those that whoever asks coordinates."""
    request: HttpRequest = context["request"]
    return scopes.of(request.user)


@register.filter
def edits(user: User) -> bool:
    """Whether she works in the editor too."""
    return user.has_perm("wagtailadmin.access_admin")
