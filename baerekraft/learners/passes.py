"""The one cookie: a signed pass that says which learner this device may open."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from baerekraft.learners import statements
from baerekraft.learners.models import Learner

DAYS = 180
REFRESH_SECONDS = 300
signer = signing.Signer(salt="learner")


@dataclass(frozen=True)
class Pass:
    """`proven`: this device has shown the mailed link or code. `shared`: forgotten when the browser closes."""

    learner: UUID
    proven: bool
    shared: bool
    issued: float

    @property
    def issued_at(self) -> datetime:
        return datetime.fromtimestamp(self.issued, UTC)

    @property
    def expired(self) -> bool:
        lifetime = settings.SHARED_MINUTES * 60 if self.shared else DAYS * 86_400
        return time.time() - self.issued > lifetime

    @property
    def stale(self) -> bool:
        return time.time() - self.issued > (REFRESH_SECONDS if self.shared else 86_400)

    def opens(self, learner: Learner) -> bool:
        """Typing an address opens nothing: a proven learner wants a proven pass, a joined entry none at all."""
        if learner.joined_id or (learner.proven_at and not self.proven):
            return False
        return not self.signed_out(learner)

    def signed_out(self, learner: Learner) -> bool:
        return bool(learner.signed_out_at and learner.signed_out_at > self.issued_at)


def parse(value: str | None) -> Pass | None:
    """Return the pass in a cookie's value, or None when there is none that holds."""
    if not value:
        return None
    try:
        found = _read(value)
    except (signing.BadSignature, ValueError):
        return None
    return None if found.expired else found


@lru_cache(maxsize=10_000)
def _read(value: str) -> Pass:
    """Whoever answers once answers soon again, and the signature is what takes time. Raises BadSignature, ValueError."""
    hexadecimal, flags, issued = signer.unsign(value).split(".", 2)
    return Pass(UUID(hexadecimal), "p" in flags, "s" in flags, float(issued))


def of(request: HttpRequest) -> Pass | None:
    return parse(request.COOKIES.get(settings.LEARNER_COOKIE))


def learner_of(request: HttpRequest) -> Learner | None:
    """The learner this request may act as."""
    if not hasattr(request, "_learner"):
        found = of(request)
        learner = statements.find(Learner, found.learner) if found else None
        request._learner = learner if found and learner and found.opens(learner) else None  # type: ignore[attr-defined]
    return request._learner  # type: ignore[attr-defined]


def entered_as(request: HttpRequest) -> Learner | None:
    """The learner this device entered as and was not signed out from, though only the code may open it by now."""
    found = of(request)
    learner = statements.find(Learner, found.learner) if found else None
    return learner if found and learner and not found.signed_out(learner) else None


def value(learner: Learner, *, proven: bool, shared: bool) -> str:
    """To the microsecond, so that signing out takes the passes of the same second along."""
    flags = ("p" if proven else "") + ("s" if shared else "")
    return signer.sign(f"{learner.pk.hex}.{flags}.{time.time():.6f}")


def give(response: HttpResponse, learner: Learner, *, proven: bool, shared: bool) -> None:
    """Let this device open the learner from now on."""
    response.set_cookie(
        settings.LEARNER_COOKIE,
        value(learner, proven=proven, shared=shared),
        max_age=None if shared else DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def cookie(learner: Learner) -> str:
    """The line that `give` makes for a new learner on a device of her own, without a response to put it on."""
    secure = "; Secure" if settings.HTTPS else ""
    return (
        f"{settings.LEARNER_COOKIE}={value(learner, proven=False, shared=False)}; "
        f"Max-Age={DAYS * 86_400}; HttpOnly; Path=/; SameSite=Lax{secure}"
    )


def renew(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a pass in use from running out."""
    found, learner = of(request), learner_of(request)
    if found and learner and found.stale:
        give(response, learner, proven=found.proven, shared=found.shared)


def take_back(response: HttpResponse) -> None:
    response.delete_cookie(settings.LEARNER_COOKIE, samesite="Lax")
