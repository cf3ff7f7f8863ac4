"""What may be asked for: the query parameters, and a clear no to those that do not exist."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import StringConstraints

from baerekraft.indicators import lineage
from baerekraft.indicators.loading import FIRST_YEAR
from baerekraft.interop.api.problems import Fault, Refused

MOST = 1000
USUAL = 100
SLUG = r"^[a-z0-9-]+$"

Limit = Annotated[int, Query(ge=1, le=MOST, description="A list: how many at a time.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="A list: how many to skip.")]
Language = Annotated[
    Literal["nb", "nn", "en"] | None,
    Query(description="The language of names and units. Without it, Accept-Language decides; then bokmål."),
]
Goal = Annotated[int | None, Query(ge=1, le=17, description="One of the seventeen goals.")]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=2100, description="One year.")]
Indicator = Annotated[
    Annotated[str, StringConstraints(pattern=SLUG, max_length=50)] | None,
    Query(description="An indicator's slug."),
]
Municipality = Annotated[
    Annotated[str, StringConstraints(pattern=SLUG, max_length=50)] | None,
    Query(description="A municipality's slug, or any code it or one it has merged with has had."),
]
Course = Annotated[
    Annotated[str, StringConstraints(pattern=SLUG, max_length=50)] | None,
    Query(description="A course's slug."),
]
Part = Annotated[
    Annotated[str, StringConstraints(pattern=SLUG, max_length=50)] | None,
    Query(description="A part's slug."),
]
Region = Annotated[
    Literal[*lineage.REGIONS] | None,  # type: ignore[valid-type]
    Query(description="The country, or a county as it is or was."),
]


def only_known(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a parameter that does not exist or is given twice: to ignore it would be to answer something else."""
    own = inspect.signature(view).parameters.keys() - {"request"}

    @wraps(view)
    def answer(request: HttpRequest, **parameters: Any) -> Any:
        # What stands in the address itself is not asked for once more behind it.
        names = own - request.resolver_match.kwargs.keys() if request.resolver_match else own
        faults = [
            Fault(name=name[:50], where="query", reason="There is no such parameter.")
            for name in request.GET
            if name not in names
        ]
        faults += [
            Fault(name=name, where="query", reason="It is given more than once.")
            for name, given in request.GET.lists()
            if name in names and len(given) > 1
        ]
        if faults:
            raise Refused(422, faults=faults)
        return view(request, **parameters)

    return answer
