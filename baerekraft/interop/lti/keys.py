"""Our own keys: platforms fetch the public halves, and know by them that a message is ours."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from pylti1p3.registration import Registration

from baerekraft.interop.lti.models import LtiKey

BITS = 2048
# How long a retired key is still shown: platforms keep our keys for a while, and messages are on their way.
SHOWN = timedelta(days=7)


class KeyUnreadable(ValueError):
    """SECRET_KEY is another than when the key was made; `baerekraft rotate-lti-key` makes a new one."""


def current() -> LtiKey:
    """The key that signs, made at first use."""
    return LtiKey.objects.filter(retired_at=None).first() or _make(at=timezone.now())


def private(key: LtiKey) -> str:
    """Its private half in PEM. Raises KeyUnreadable."""
    try:
        return _cipher().decrypt(key.private.encode()).decode()
    except InvalidToken:
        raise KeyUnreadable(
            "SECRET_KEY is another than when the LTI key was made. Make a new one: baerekraft rotate-lti-key"
        ) from None


def public_set(*, at: datetime) -> dict[str, Any]:
    """What platforms fetch (RFC 7517, section 5): the key in use and those that have just been retired."""
    used = current()
    retired = LtiKey.objects.filter(retired_at__gt=at - SHOWN).order_by("-retired_at")
    return {"keys": [dict(Registration.get_jwk(key.public)) for key in (used, *retired)]}


@transaction.atomic
def rotate(*, at: datetime) -> LtiKey:
    """Sign with a new key from now on. The old one's public half is still shown for a while."""
    LtiKey.objects.filter(retired_at=None).update(retired_at=at)
    LtiKey.objects.filter(retired_at__lte=at - SHOWN).delete()
    return _make(at=at)


def _make(*, at: datetime) -> LtiKey:
    pair = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    secret = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = (
        pair.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    kid = str(Registration.get_jwk(public)["kid"])
    sealed = _cipher().encrypt(secret).decode()
    try:
        with transaction.atomic():
            return LtiKey.objects.create(kid=kid, private=sealed, public=public, made_at=at)
    except IntegrityError:
        # Another process was first.
        return LtiKey.objects.get(retired_at=None)


def _cipher() -> Fernet:
    made = hashlib.sha256(f"lti-key{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
