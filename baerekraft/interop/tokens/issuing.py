"""Making and revoking tokens: issue(), revoke()."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from baerekraft.accounts.models import User
from baerekraft.interop.tokens import secret
from baerekraft.interop.tokens.models import Token
from baerekraft.municipalities.models import Municipality


class NameTaken(Exception):
    """Another token that is in use has this name; two with one name could not be told apart when one must go."""


def issue(
    name: str,
    *,
    scopes: Iterable[str],
    by: User | None,
    at: datetime,
    municipality: Municipality | None = None,
    county: str = "",
    expires_on: date | None = None,
) -> tuple[Token, str]:
    """The token, and its text, which can never be had again. Raise NameTaken."""
    text = secret.new()
    try:
        with transaction.atomic():
            token = Token.objects.create(
                name=name,
                scopes=sorted({Token.Scope(scope).value for scope in scopes}),
                municipality=municipality,
                county=county,
                digest=secret.digest(text),
                beginning=text[: secret.SHOWN],
                made_by=by,
                made_at=at,
                expires_on=expires_on,
            )
    except IntegrityError as error:
        raise NameTaken(_("There is already a key with this name. Choose another name.")) from error
    return token, text


def revoke(token: Token, *, at: datetime) -> None:
    """From now on nothing opens to it. When it was revoked the first time stays."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
