"""The code by e-mail: post() sends it, pretend() takes as long for an address that nobody has."""

import secrets
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from baerekraft.mail import messages

TEMPLATE = "accounts/mail/code.html"


def post(address: str, code: str) -> None:
    key = f"staff-code-{secrets.token_hex(16)}"
    messages.post(TEMPLATE, to=address, context=_said(code), language=_language(), key=key)


def pretend(address: str) -> None:
    """Write the letter and throw it away, so that the answer's time does not tell who is invited."""
    messages.compose(TEMPLATE, address, _said("BCDF-GHJK"), language=_language())


def _said(code: str) -> dict[str, Any]:
    return {"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
