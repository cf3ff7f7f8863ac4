"""Receiving answers as JSON: what the script's queue sends, one at a time or many, once or again.

`receive` is plain: bytes and a cookie in, a status and a document out. `application` serves it straight under WSGI,
because this is the busiest path; `view` serves it under Django.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.cookie import parse_cookie
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from baerekraft.catalog import shelf
from baerekraft.design import languages
from baerekraft.learners import own_data, passes
from baerekraft.learners.guard import from_elsewhere
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.pages import database
from baerekraft.player import doors
from baerekraft.records import progress, responses
from baerekraft.records.responses import NotEntered, ResponseRefused, Sent

LARGEST = 256 * 1024
MOST = 100
STATUS = {
    200: "200 OK",
    400: "400 Bad Request",
    401: "401 Unauthorized",
    403: "403 Forbidden",
    409: "409 Conflict",
    413: "413 Content Too Large",
    503: "503 Service Unavailable",
}
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Batch:
    owner: str | None
    items: list[Any]


class BadBatch(ValueError):
    """The document is not a batch of responses."""


def receive(body: bytes, cookie: str | None, course_cookie: str | None = None) -> Answer:
    """Record a batch. What is accepted is durable when this returns; what is refused never will be accepted."""
    if len(body) > LARGEST:
        return 413, {"error": _("Too much was sent at once.")}
    try:
        batch = read(body)
    except BadBatch as error:
        return 400, {"error": str(error)}
    found = passes.parse(cookie)
    if found is None:
        return 401, {"error": _("Join first, and your answers will come with you.")}
    if batch.owner and batch.owner != str(found.learner):
        return 409, {"error": _("Someone else has joined on this device.")}
    try:
        return 200, record(batch, found, course_cookie)
    except NotEntered:
        return 401, {"error": _("Join first, and your answers will come with you.")}


def read(body: bytes) -> Batch:
    try:
        data = json.loads(body)
        owner, items = data.get("owner"), data["responses"]
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise BadBatch(_("The answer could not be read.")) from None
    if not isinstance(items, list) or len(items) > MOST or not isinstance(owner, str | None):
        raise BadBatch(_("The answer could not be read."))
    return Batch(owner, items)


def record(batch: Batch, by: Pass, course_cookie: str | None = None) -> dict[str, Any]:
    accepted: list[str] = []
    refused: list[dict[str, str]] = []
    outcome: dict[str, Any] = {"accepted": accepted, "refused": refused}
    for item in batch.items:
        id = str(item.get("id"))[:40] if isinstance(item, dict) else ""
        try:
            response = sent(item)
            if not doors.takes_answers(response.lesson, by, course_cookie):
                raise ResponseRefused(_("This lesson does not exist."))
            awarded = responses.record(response, by=by, at=timezone.now())
        except ResponseRefused as error:
            refused.append({"id": id, "reason": str(error)})
            continue
        accepted.append(id)
        if awarded.lesson:
            outcome.setdefault("lessons", {})[response.lesson] = finished(response.published)
        if awarded.part:
            outcome["certificates"] = certificates(Learner.objects.get(pk=by.learner))
    return outcome


def finished(published: int) -> dict[str, Any]:
    version = shelf.version(published)
    return {"answered": sorted(version.needed) if version else [], "done": True}


def sent(item: Any) -> Sent:
    try:
        return Sent(
            UUID(item["id"]),
            str(item["lesson"]),
            int(item["version"]),
            str(item["exercise"]),
            item["answer"],
            moment(item.get("at")),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise ResponseRefused(_("The answer could not be read.")) from None


def moment(text: Any) -> datetime:
    found = datetime.fromisoformat(text) if isinstance(text, str) else timezone.now()
    return found if found.tzinfo else timezone.make_aware(found)


def standing(learner: Learner) -> dict[str, Any]:
    """How far the learner has come, for the script."""
    come = progress.of(learner, shelf.spoken())
    return {"lessons": come.as_json(), "certificates": certificates(learner) if come.parts else {}}


def certificates(learner: Learner) -> dict[str, str]:
    """Where each part's certificate is."""
    rows = own_data.section(learner, "certificates")
    return {row["part"]: row["pdf_url"] for row in rows if not row["revoked_at"]}


def view(request: HttpRequest) -> HttpResponse:
    cookies = request.COOKIES
    status, document = receive(
        request.body, cookies.get(settings.LEARNER_COOKIE), cookies.get(settings.COURSE_COOKIE)
    )
    response = JsonResponse(document, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    """The same under plain WSGI."""
    try:
        with translation.override(languages.of(environ["PATH_INFO"])):
            status, document = _receive(environ)
    except DatabaseError:
        status, document = 503, {"error": "The answer is kept on the device and sent again."}
    finally:
        database.give_back()
    body = json.dumps(document).encode()
    start_response(
        STATUS[status],
        [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [body]


def _receive(environ: dict[str, Any]) -> Answer:
    if from_elsewhere(environ):
        return 403, {"error": _("This came from another website.")}
    length = environ.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdecimal() else 0
    if size > LARGEST:
        return 413, {"error": _("Too much was sent at once.")}
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    body = environ["wsgi.input"].read(size)
    return receive(body, cookies.get(settings.LEARNER_COOKIE), cookies.get(settings.COURSE_COOKIE))
