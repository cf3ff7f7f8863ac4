"""Error pages in plain Norwegian."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "design/403.html", status=403)


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "design/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session."""
    return HttpResponse(render_to_string("design/500.html"), status=500)
