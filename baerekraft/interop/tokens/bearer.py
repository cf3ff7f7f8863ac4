"""Who a request comes from, when it is a machine: token_of() (RFC 6750, 2.1)."""

from datetime import datetime
from hmac import compare_digest

from django.http import HttpRequest
from django.utils import timezone

from baerekraft.interop.tokens import secret
from baerekraft.interop.tokens.models import Token


class NotAccepted(Exception):
    """A token was sent, and it is unknown, revoked or past its last day. Which one, nobody is told."""


def token_of(request: HttpRequest, *, at: datetime) -> Token | None:
    """The token in `Authorization: Bearer …`, or None where none was sent. Raise NotAccepted.

    Nothing else is read: a token in an address would end up in logs and histories.
    """
    scheme, _space, text = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = _living(text.strip(), at)
    if token is None:
        raise NotAccepted
    _note(token, at)
    return token


def _living(text: str, at: datetime) -> Token | None:
    """Found by its digest, so that the time a search takes says nothing of the token itself."""
    if not secret.is_one(text):
        return None
    digest = secret.digest(text)
    living = Token.objects.living(timezone.localdate(at)).select_related("municipality")
    found = living.filter(digest=digest).first()
    return found if found and compare_digest(found.digest, digest) else None


def _note(token: Token, at: datetime) -> None:
    """The day it was last used, written once a day."""
    today = timezone.localdate(at)
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)
        token.used_on = today
