"""Settings › Connections: one page for administrators with a card for each door to another system."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Card:
    """A door on the page: `url_name` is where it is looked after."""

    title: str | Promise
    text: str | Promise
    url_name: str
    icon: str = "link"


CARDS: list[Card] = []


def administrators_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
def connections(request: HttpRequest) -> HttpResponse:
    return render(request, "interop/staff/connections.html", {"cards": CARDS})
