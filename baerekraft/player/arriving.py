"""The way in for the many: a new person, on a device that holds nothing of hers, with nothing but name and e-mail.

On Monday at nine nearly everybody is that person, and the rest of Django costs more than the entry itself. Whatever is
not as plain as that is left to the view, `entering.enter`, which does the same and everything else.
"""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http.request import split_domain_port, validate_host
from django.utils import timezone, translation

from baerekraft.design import languages
from baerekraft.learners import passes, throttle
from baerekraft.learners.guard import from_elsewhere
from baerekraft.pages import database
from baerekraft.player import entering
from baerekraft.player.forms import EnterForm

LARGEST = 4096
PLAIN = {"name", "email", "til", "municipality", "role"}
NAME, EMAIL = EnterForm.base_fields["name"], EnterForm.base_fields["email"]
HELD = (f"{settings.LEARNER_COOKIE}=", f"{settings.DEVICE_COOKIE}=")


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
    """Let her in, or return None and leave the request as it was."""
    fields = read(environ)
    if fields is None:
        return None
    try:
        name, email = NAME.clean(fields["name"]), EMAIL.clean(fields["email"])
        with translation.override(languages.of(environ["PATH_INFO"])), transaction.atomic():
            address = throttle.address_in(environ)
            if throttle.exceeded("enter", address, limit=settings.ENTRIES_A_MINUTE):
                return None
            learner = entering.arrive(name, email, at=timezone.now())
            onwards = entering.way_to(fields.get("til", ""))
    except (KeyError, ValidationError):
        return None
    finally:
        database.give_back()
    start_response(
        "303 See Other",
        [
            ("Location", onwards),
            ("Cache-Control", "private, no-store"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", "0"),
            ("Set-Cookie", passes.cookie(learner)),
        ],
    )
    return [b""]


def read(environ: dict[str, Any]) -> dict[str, str] | None:
    """The form's fields where the request is a plain one, else None."""
    length = environ.get("CONTENT_LENGTH") or ""
    cookies = environ.get("HTTP_COOKIE", "")
    if (
        environ.get("CONTENT_TYPE") != "application/x-www-form-urlencoded"
        or not length.isdecimal()
        or int(length) > LARGEST
        or environ.get("QUERY_STRING")
        or any(name in cookies for name in HELD)
        or from_elsewhere(environ)
        or not ours(environ.get("HTTP_HOST", ""))
    ):
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    try:
        fields = parse_qs(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=10,
        )
    except ValueError:
        return None
    if (
        not PLAIN.issuperset(fields)
        or any(len(values) > 1 for values in fields.values())
        or any(fields.get(name, [""]) != [""] for name in ("municipality", "role"))
    ):
        return None
    return {name: values[0] for name, values in fields.items()}


@lru_cache(maxsize=64)
def ours(host: str) -> bool:
    """Whether the request was meant for this site."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
