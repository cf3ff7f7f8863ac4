"""One page of a list, with the addresses of the pages beside it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest


def page(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    make: Callable[[HttpRequest, list[Any]], list[Any]],
    *,
    limit: int,
    offset: int,
) -> dict[str, Any]:
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {
        "count": count,
        "next": _address(request, limit, offset + limit) if offset + limit < count else None,
        "previous": _address(request, limit, max(offset - limit, 0)) if offset and count else None,
        "items": make(request, list(rows[offset : offset + limit])),
    }


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    query = request.GET.copy()
    query["limit"], query["offset"] = str(limit), str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
