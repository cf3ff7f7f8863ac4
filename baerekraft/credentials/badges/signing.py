"""Signing: the same credential as a JWT (VC-JWT, EdDSA) and with a Data Integrity proof (eddsa-rdfc-2022).

Every JSON-LD context it needs lies in the library; nothing is fetched.
"""

from datetime import datetime
from typing import Any

import jwt
from openbadgeslib.ob3 import add_data_integrity_proof

from baerekraft.credentials.badges import keys
from baerekraft.credentials.badges.models import BadgeKey

Document = dict[str, Any]


def as_jwt(credential: Document, key: BadgeKey) -> str:
    """Open Badges 3.0 section 8.2.4: the credential is the payload, with the registered claims beside it.

    `kid` leads to the key in our DID document: a key that came in the token itself would prove nothing.
    """
    claims = {
        **credential,
        "iss": keys.issuer(),
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return jwt.encode(claims, keys.private(key), algorithm="EdDSA", headers={"kid": keys.jwk(key)})


def with_proof(credential: Document, key: BadgeKey, *, at: datetime) -> Document:
    """Open Badges 3.0 section 8.3, by the cryptosuite eddsa-rdfc-2022 of Data Integrity EdDSA Cryptosuites 1.0."""
    return add_data_integrity_proof(credential, keys.private_pem(key), keys.multikey(key), created=at)


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
