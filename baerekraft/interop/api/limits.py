"""How often may be asked: so many times a minute by each token, or by each address where there is no token."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from baerekraft.interop.api.problems import Refused
from baerekraft.interop.tokens.models import Token
from baerekraft.learners import throttle

# What costs much, or could be guessed at, has a lower limit of its own.
PACKAGES_A_MINUTE = 6
CHECKS_A_MINUTE = 60


@dataclass(frozen=True)
class Spent:
    """What one more question has used of this minute."""

    limit: int
    used: int
    seconds: int

    def refuse(self) -> None:
        """Raise Refused when it is too much."""
        if self.used > self.limit:
            detail = f"More than {self.limit} times in a minute is too often. Wait {self.seconds} seconds."
            raise Refused(429, detail, headers={"Retry-After": str(self.seconds)})

    def tell(self, response: HttpResponse) -> None:
        """The three fields of draft-ietf-httpapi-ratelimit-headers-06, which most programs know."""
        response["RateLimit-Limit"] = str(self.limit)
        response["RateLimit-Remaining"] = str(max(self.limit - self.used, 0))
        response["RateLimit-Reset"] = str(self.seconds)


def spend(request: HttpRequest, purpose: str = "api", *, limit: int | None = None) -> Spent | None:
    """Count one question; None when nothing is counted on this installation."""
    if not settings.RATE_LIMITS:
        return None
    token: Token | None = getattr(request, "token", None)
    who = f"token {token.pk}" if token else throttle.address_of(request)
    used = throttle.count(purpose, who)
    most = settings.API_A_MINUTE if limit is None else limit
    return Spent(most, used, 60 - int(time.time()) % 60)


def mind(request: HttpRequest, purpose: str, *, limit: int) -> None:
    """The lower limit of what costs much. Raise Refused."""
    spent = spend(request, purpose, limit=limit)
    if spent:
        spent.refuse()
