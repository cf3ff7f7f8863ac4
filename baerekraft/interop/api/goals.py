"""`/goals`: the UN's seventeen."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from baerekraft.interop.api import addresses, asking, paging
from baerekraft.interop.api.shapes import Goal, Page
from baerekraft.sdg import goals as sdg

router = Router(tags=["Goals"])


@router.get("/goals", response=Page[Goal], url_name="goals", operation_id="goals")
def goals(
    request: HttpRequest,
    limit: asking.Limit = asking.USUAL,
    offset: asking.Offset = 0,
    language: asking.Language = None,
) -> dict[str, Any]:
    """The UN's seventeen goals in order."""
    return paging.page(request, sdg.every(), _goals, limit=limit, offset=offset)


def _goals(request: HttpRequest, rows: Iterable[sdg.Goal]) -> list[Goal]:
    return [
        Goal(
            number=goal.number,
            name=str(goal.name),
            short=str(goal.short),
            dimension=goal.dimension,
            colour=goal.colour,
            links={
                "indicators": f"{addresses.to(request, 'api:indicators')}?goal={goal.number}",
                "page": addresses.to(request, "status:goal", goal.number),
            },
        )
        for goal in rows
    ]
