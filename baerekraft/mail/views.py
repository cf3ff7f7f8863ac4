"""The outbox of development: the mail that was written to files."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from baerekraft.mail import outbox as folder

# The page carries its own style; the message is shown as a mail program would: no script, nothing fetched.
PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
MESSAGE = f"{PAGE}; sandbox allow-popups allow-top-navigation-by-user-activation"


def in_development[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Elsewhere there is no such page: other people's mail holds their links."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.OUTBOX:
            raise Http404
        response = view(*args, **kwargs)
        response.headers.setdefault("Content-Security-Policy", PAGE)
        return response

    return never_cache(require_GET(guarded))


@in_development
def outbox(request: HttpRequest) -> HttpResponse:
    return render(request, "mail/outbox.html", {"letters": folder.listing(), "letter": None})


@in_development
def letter(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "mail/outbox.html", {"letter": _kept(name), "letters": []})


@in_development
def part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    for one in _kept(name).parts:
        if one.number == number:
            shown = one.type == "text/html" and not one.file_name
            response = HttpResponse(
                one.content, content_type=f"{one.type}; charset=utf-8" if shown else one.type
            )
            response.headers["Content-Security-Policy"] = MESSAGE
            if not shown:
                response.headers["Content-Disposition"] = (
                    f'attachment; filename="{number}.{one.type.split("/")[-1]}"'
                )
            return response
    raise Http404


def _kept(name: str) -> folder.Kept:
    kept = folder.found(name)
    if kept is None:
        raise Http404
    return kept
