"""Whole addresses, so that an answer can be followed from anywhere."""

from django.http import HttpRequest
from django.urls import reverse


def to(request: HttpRequest, name: str, *args: object) -> str:
    """A page or a file is in the language being spoken."""
    return request.build_absolute_uri(reverse(name, args=args))


def files(request: HttpRequest, name: str, slug: str) -> dict[str, str]:
    return {ending: to(request, name, slug, ending) for ending in ("csv", "xlsx", "json")}
