"""The mail server's address, EMAIL_URL, as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

NONE, STARTTLS, IMPLICIT = "none", "starttls", "implicit"
PORTS = {NONE: 25, STARTTLS: 587, IMPLICIT: 465}
# The longest silence we bear; a delivery is a dozen exchanges, and must end within its lease.
TIMEOUT = 20


def mail_settings(url: str, data_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's MAILERS for an EMAIL_URL; without one, mail is written to files in the data folder.

    smtp://host:25                   in the open, for a server on the same machine or network
    smtp://user:password@host:587    STARTTLS, because a password is never sent in the open
    smtp+tls://… · smtps://…         STARTTLS · TLS from the first byte
    ?tls=none|starttls|implicit      overrules all of these
    file:///folder                   one .eml file a message
    """
    scheme = urlsplit(url).scheme
    if not url or scheme == "file":
        folder = Path(unquote(urlsplit(url).path)) if urlsplit(url).path else data_dir / "mail"
        return {
            "default": {"BACKEND": "baerekraft.mail.folder.EmailBackend", "OPTIONS": {"folder": str(folder)}}
        }
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": _smtp_options(urlsplit(url)),
        }
    }


def _smtp_options(url: SplitResult) -> dict[str, Any]:
    security = _security(url)
    try:
        port = url.port or PORTS[security]
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL: the port must be a number up to 65535.") from None
    if not url.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL has no host; write it like smtp://user:password@mail.example.no:587."
        )
    return {
        "host": url.hostname,
        "port": port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_tls": security == STARTTLS,
        "use_ssl": security == IMPLICIT,
        "timeout": TIMEOUT,
    }


def _security(url: SplitResult) -> str:
    by_default = {"smtp": STARTTLS if url.password else NONE, "smtp+tls": STARTTLS, "smtps": IMPLICIT}
    if url.scheme not in by_default:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls://, smtps:// or file://.")
    asked = parse_qs(url.query, keep_blank_values=True)
    chosen = asked.pop("tls", [by_default[url.scheme]])[-1]
    if asked or chosen not in PORTS:
        raise ImproperlyConfigured(
            "EMAIL_URL: after the question mark only tls=none, tls=starttls or tls=implicit."
        )
    return chosen
