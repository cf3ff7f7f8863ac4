"""Who may ask for what is not for everyone: a machine with a token that has the right scope, or a coordinator."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from baerekraft.accounts import strength
from baerekraft.accounts.models import User
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.tokens.models import Token
from baerekraft.reports import scopes
from baerekraft.reports.scopes import Scope


class MachineToken(HttpBearer):
    """The door has found the token already; here it is asked whether it is for this."""

    openapi_bearerFormat = "bkr_…"
    openapi_description = "Made by an administrator under Settings › Connections › Keys."

    def __init__(self, scope: Token.Scope) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found: Token | None = getattr(request, "token", None)
        if found and self.scope not in found.scopes:
            # RFC 6750, 3.1.
            challenge = f'Bearer error="insufficient_scope", scope="{self.scope}"'
            detail = f"The token has not got the right «{self.scope}»."
            raise Refused(403, detail, headers={"WWW-Authenticate": challenge})
        return found


class Coordinator(SessionAuth):
    """Signed in to Innsikt in the same browser, and as surely as Innsikt asks for."""

    openapi_description = "A coordinator who is signed in, in the same browser."

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = super().authenticate(request, key)
        weak = isinstance(user, User) and strength.needed(user) and not strength.shown(request, user)
        return None if weak else user


def places(request: HttpRequest) -> list[Scope]:
    """The places that whoever asks holds: a token's one, or a coordinator's."""
    asker = request.auth  # type: ignore[attr-defined]
    if isinstance(asker, Token):
        return [Scope(asker.municipality, county=asker.county)]
    return scopes.of(asker)
