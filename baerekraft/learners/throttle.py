"""Rate limits that hold across processes: a counter a minute, keyed by a hash that cannot be turned back."""

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from baerekraft.learners.models import Throttle


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind a trusted proxy, the one the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def exceeded(purpose: str, subject: str, *, limit: int) -> bool:
    """Count one more try by `subject` in this minute and tell whether that is more than `limit`."""
    if not settings.RATE_LIMITS:
        return False
    key = salted_hmac(f"throttle.{purpose}", subject, algorithm="sha256").hexdigest()[:32]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learners_throttle (key, minute, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (key, minute) DO UPDATE SET count = learners_throttle.count + 1 RETURNING count",
            [key, int(time.time() // 60)],
        )
        return int(cursor.fetchone()[0]) > limit


def sweep(age: timedelta = timedelta(minutes=10)) -> int:
    """Delete counters nobody needs any more; return how many."""
    old = int((time.time() - age.total_seconds()) // 60)
    return Throttle.objects.filter(minute__lt=old).delete()[0]
