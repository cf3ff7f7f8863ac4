"""Keys: current(), rotate(), disown(), the issuer's DID and the document that says which keys are hers."""

import base64
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings
from django.utils import timezone
from openbadgeslib.ob3 import multikey_from_pem

from baerekraft.credentials.badges.models import BadgeKey

CONTEXTS = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
)


class KeyLocked(Exception):
    """The private key was locked with another SECRET_KEY: a new one is made by `baerekraft rotate-badge-key`."""


def issuer() -> str:
    """Our DID by the did:web method, section 3.2: the host, its colon escaped."""
    return "did:web:" + quote(urlsplit(settings.BASE_URL).netloc, safe="")


def current() -> BadgeKey:
    """The key that signs now, made when there is none. Two who make the first at once get the same."""
    found = BadgeKey.objects.order_by("-number").first()
    if found is None:
        found, _made = BadgeKey.objects.get_or_create(number=1, defaults=_new(at=timezone.now()))
    return found if found.disowned_at is None else _next(found.number, at=timezone.now())


def rotate(*, at: datetime) -> BadgeKey:
    """Sign with a new key from now; badges signed with the old ones stay valid."""
    newest = BadgeKey.objects.order_by("-number").first()
    return _next(newest.number if newest else 0, at=at)


def disown(number: int, *, at: datetime) -> int:
    """Stop answering for a key that others may hold: no badge signed with it is valid. Returns how many it was."""
    return BadgeKey.objects.filter(number=number, disowned_at=None).update(disowned_at=at)


def _next(number: int, *, at: datetime) -> BadgeKey:
    return BadgeKey.objects.get_or_create(number=number + 1, defaults=_new(at=at))[0]


def _new(*, at: datetime) -> dict[str, Any]:
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"public": _base64url(public), "private": _lock().encrypt(raw).decode(), "made_at": at}


def private(key: BadgeKey) -> Ed25519PrivateKey:
    """The key to sign with, or KeyLocked."""
    try:
        return Ed25519PrivateKey.from_private_bytes(_lock().decrypt(key.private.encode()))
    except InvalidToken:
        raise KeyLocked(f"{key} was locked with another SECRET_KEY") from None


def private_pem(key: BadgeKey) -> bytes:
    """The same as the library takes it."""
    return private(key).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: BadgeKey) -> bytes:
    raw = base64.urlsafe_b64decode(key.public + "=")
    return Ed25519PublicKey.from_public_bytes(raw).public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def multikey(key: BadgeKey) -> str:
    """What a Data Integrity proof says it was made with."""
    return f"{issuer()}#{key}"


def jwk(key: BadgeKey) -> str:
    """What a JWT says it was signed with (`kid`)."""
    return f"{issuer()}#{key}-jwk"


def document() -> dict[str, Any]:
    """The DID document: every key that has signed and is not disowned, newest first, as Multikey and as JSON Web Key."""
    current()
    did = issuer()
    methods: list[dict[str, Any]] = []
    for key in BadgeKey.objects.filter(disowned_at=None).order_by("-number"):
        methods += [
            {
                "id": multikey(key),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey_from_pem(public_pem(key)),
            },
            {
                "id": jwk(key),
                "type": "JsonWebKey",
                "controller": did,
                "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": key.public, "alg": "EdDSA"},
            },
        ]
    return {
        "@context": list(CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _lock() -> Fernet:
    return _lock_of(settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _lock_of(secret: str) -> Fernet:
    made = HKDF(hashes.SHA256(), length=32, salt=None, info=b"baerekraft badge key").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(made))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
