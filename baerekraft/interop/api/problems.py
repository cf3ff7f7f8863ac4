"""How the API says no: one shape, RFC 9457's problem details, for every status."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from baerekraft.sdg.texts import Frozen

TYPE = "application/problem+json"
DETAILS = {
    401: "Send a token («Authorization: Bearer bkr_…»), or sign in as a coordinator in the same browser.",
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

    def __init__(
        self,
        status: int,
        detail: str = "",
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail or " ".join(f"{fault.name}: {fault.reason}" for fault in faults)
        self.faults = tuple(faults)
        self.headers = headers or {}


def no_such_token() -> Refused:
    """RFC 6750, 3.1."""
    detail = "The token is unknown, has been revoked or is past its last day."
    return Refused(401, detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def respond(
    status: int, detail: str = "", faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
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
        headers={"Content-Language": "en", **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )


def refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return respond(refused.status, refused.detail, refused.faults, refused.headers)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        Fault(where=found["loc"][0], name=str(found["loc"][-1]), reason=f"{found['msg']}.")
        for found in error.errors
    ]
    return refused(request, Refused(422, faults=faults))


def _missing(request: HttpRequest, missing: Any) -> HttpResponse:
    return respond(404)


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    return respond(401, headers={"WWW-Authenticate": "Bearer"})


def handle(api: NinjaAPI) -> None:
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, _missing)
