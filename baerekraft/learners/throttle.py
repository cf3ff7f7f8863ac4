"""Rate limits that hold across processes: a counter a minute, keyed by a hash that cannot be turned back."""

import hashlib
import hmac
import time
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from baerekraft.learners import statements
from baerekraft.learners.models import Throttle

COUNT = (
    "INSERT INTO learners_throttle (key, minute, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (key, minute) DO UPDATE SET count = learners_throttle.count + 1 RETURNING count"
)
SECRET = hashlib.sha256(f"throttle{settings.SECRET_KEY}".encode()).digest()


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind a trusted proxy, the one the proxy saw."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY else ""
    return household(forwarded.rsplit(",", 1)[-1].strip() or str(environ.get("REMOTE_ADDR", "")))


def household(address: str) -> str:
    """An IPv6 address as its /64, for whoever has one has them all."""
    if ":" not in address:
        return address
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")


def exceeded(purpose: str, subject: str, *, limit: int) -> bool:
    """Count one more try by `subject` in this minute and tell whether that is more than `limit`."""
    return settings.RATE_LIMITS and count(purpose, subject) > limit


def count(purpose: str, subject: str, *, minutes: int = 1) -> int:
    """Count one more try by `subject` in this stretch of so many minutes, and tell which one it was."""
    key = hmac.digest(SECRET, f"{purpose}\0{subject}".encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
    minute = int(time.time() // 60)
    return int(statements.execute(COUNT, [key, minute - minute % minutes]).fetchone()[0])


def sweep(age: timedelta = timedelta(days=1)) -> int:
    """Delete counters nobody needs any more; return how many."""
    old = int((time.time() - age.total_seconds()) // 60)
    return Throttle.objects.filter(minute__lt=old).delete()[0]
