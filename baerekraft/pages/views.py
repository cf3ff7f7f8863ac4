"""Public pages under Django: for tests, and for what the pages in front have not answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_GET

from baerekraft.pages import serving


@require_GET
def public(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The same bytes that the pages in front of Django serve. Raises Http404."""
    served = serving.find(request.path, serving.edition())
    if served is None:
        raise Http404
    if served.etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=dict(served.unchanged))
    return HttpResponse(served.body[""], headers=dict(served.headers[""]))
