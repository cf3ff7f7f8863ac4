"""Where staff may sign in beside here: OIDC_PROVIDERS, and for each a handful of variables, as allauth's settings."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from baerekraft.config import environment

HERE = {"localhost", "127.0.0.1", "::1"}


def read() -> list[dict[str, Any]]:
    """One entry for each name in OIDC_PROVIDERS."""
    return [_provider(name) for name in environment.listing("OIDC_PROVIDERS")]


def _provider(name: str) -> dict[str, Any]:
    """`entra` is read from OIDC_ENTRA_ISSUER and its like."""
    if not name.isascii() or not name.isalnum() or name != name.lower():
        raise ImproperlyConfigured(f"OIDC_PROVIDERS: «{name}» must be small letters and digits only.")
    prefix = f"OIDC_{name.upper()}_"
    issuer, client_id = _issuer(prefix), environment.text(f"{prefix}CLIENT_ID")
    if not client_id:
        raise ImproperlyConfigured(f"{prefix}CLIENT_ID is missing.")
    levels = environment.text(f"{prefix}ACR").split()
    return {
        "provider_id": name,
        "name": environment.text(f"{prefix}NAME", name.capitalize()),
        "client_id": client_id,
        "secret": environment.text(f"{prefix}CLIENT_SECRET"),
        "settings": {
            "server_url": issuer,
            "issuer": issuer,
            "scope": environment.text(f"{prefix}SCOPE", "openid profile email").split(),
            "auth_params": {"acr_values": levels[0]} if levels else {},
            "levels": levels,
            "trust_email": environment.flag(f"{prefix}TRUST_EMAIL"),
            "strong": environment.flag(f"{prefix}STRONG"),
        },
    }


def _issuer(prefix: str) -> str:
    """As the provider writes it in its tokens. Unencrypted only on this machine."""
    issuer = environment.text(f"{prefix}ISSUER")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HERE):
        raise ImproperlyConfigured(f"{prefix}ISSUER must be like https://login.example.no, not «{issuer}».")
    return issuer
