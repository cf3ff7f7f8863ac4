"""Secrets that we must be able to read again, such as another system's password: sealed with the installation's key.

A copy of the database alone opens nothing. Whoever changes SECRET_KEY must give the secrets again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

SALT = "baerekraft.interop.sealing"


class Unreadable(Exception):
    """It was sealed with another SECRET_KEY."""


def seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, "", algorithm="sha256").digest()))
