"""Signatures by Standard Webhooks 1.0.0 (standardwebhooks.com, «Signature scheme»): HMAC-SHA256, version v1."""

import base64
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
BYTES = 32  # The standard asks for 24 to 64.


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(secret: str, *, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """What tells that the message is ours, whole, and sent now."""
    key, moment = base64.b64decode(secret.removeprefix(PREFIX)), str(int(at.timestamp()))
    signed = b".".join([id.encode(), moment.encode(), body])
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {"webhook-id": id, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
