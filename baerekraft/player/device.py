"""Answers given before entering, for browsers without script: kept in a signed cookie on the device itself."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "device"
LARGEST = 3600
DAYS = 30


class DeviceFull(Exception):
    """The cookie cannot hold more; the answer must be given after entering."""


def read(request: HttpRequest) -> list[dict[str, Any]]:
    """The answers on this device, oldest first: id, lesson, version, exercise, answer, at."""
    try:
        found = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return found if isinstance(found, list) else []


def add(request: HttpRequest, response: HttpResponse, sent: dict[str, Any]) -> None:
    """Keep one more answer; a new answer to the same exercise takes the place of the old one."""
    same = (sent["lesson"], sent["exercise"])
    kept = [item for item in read(request) if (item["lesson"], item["exercise"]) != same] + [sent]
    value = signing.dumps(kept, salt=SALT, compress=True)
    if len(value) > LARGEST:
        raise DeviceFull
    response.set_cookie(
        settings.DEVICE_COOKIE,
        value,
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def clear(response: HttpResponse) -> None:
    response.delete_cookie(settings.DEVICE_COOKIE, samesite="Lax")
