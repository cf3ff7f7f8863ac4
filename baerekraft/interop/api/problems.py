"""How the API says no: one shape, RFC 9457's problem details, for every status."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic import Field

from baerekraft.sdg.texts import Frozen

TYPE = "application/problem+json"
DETAILS = {
    404: "There is nothing at this address.",
    405: "The API is for reading: GET, HEAD and OPTIONS.",
    500: "The mistake is ours. Try again later.",
}


class Fault(Frozen):
    """One parameter that was wrong."""

    name: str
    where: Literal["query", "path"]
    reason: str


class Problem(Frozen):
    """Why there is no answer."""

    type: Literal["about:blank"] = "about:blank"
    title: str = Field(description="What the status means.")
    status: int
    detail: str = Field(description="What was wrong, for a person to read.")
    errors: tuple[Fault, ...] = Field(description="Each wrong parameter.")


class Refused(Exception):
    """What was asked for is wrong or not there."""

    def __init__(self, status: int, detail: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail or " ".join(f"{fault.name}: {fault.reason}" for fault in faults)
        self.faults = tuple(faults)


def respond(status: int, detail: str = "", faults: Sequence[Fault] = ()) -> HttpResponse:
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail or DETAILS.get(status, HTTPStatus(status).description),
        errors=tuple(faults),
    )
    return JsonResponse(
        problem.model_dump(),
        status=status,
        content_type=TYPE,
        # Whoever asks wrongly is a program, and its author reads English.
        headers={"Content-Language": "en"},
        json_dumps_params={"ensure_ascii": False},
    )


def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return respond(refused.status, refused.detail, refused.faults)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        Fault(where=found["loc"][0], name=str(found["loc"][-1]), reason=f"{found['msg']}.")
        for found in error.errors
    ]
    return _refused(request, Refused(422, faults=faults))


def _missing(request: HttpRequest, missing: Any) -> HttpResponse:
    return respond(404)


def handle(api: NinjaAPI) -> None:
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, _missing)
