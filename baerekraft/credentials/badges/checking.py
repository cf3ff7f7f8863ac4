"""Checking a badge that somebody shows us, as any other checker would, but for asking ourselves and not the network."""

import json
from dataclasses import dataclass

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Verifier, OpenBadgeCredential

from baerekraft.credentials.badges import issuing, keys, status
from baerekraft.credentials.badges.models import RevokedBadge
from baerekraft.credentials.models import Certificate

PNG = b"\x89PNG\r\n\x1a\n"
LONGEST = 16 * 1024  # characters that were signed; ours are some three thousand


class NotValid(Exception):
    """The file holds no badge of ours, or one that has been changed or has expired."""


@dataclass(frozen=True)
class Checked:
    """A badge that we signed: what it says, and whether it was revoked afterwards."""

    identity: str
    name: str
    revoked: bool

    def is_of(self, certificate: Certificate) -> bool:
        return self.identity == issuing.identity(certificate)


def check(file: bytes) -> Checked:
    """Check a badge as PNG, SVG, JSON or JWT, or raise NotValid."""
    try:
        signed = _inside(file)
        # Putting a hostile document in order takes time that grows faster than it does.
        if len(signed) > LONGEST:
            raise NotValid("too long")
        # The library's errors are many, and what a stranger sends finds others.
        found = _verified(signed)
    except (LibOpenBadgesException, ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotValid(str(error)) from error
    return Checked(found.id or "", found.name or "", _is_revoked(found))


def _inside(file: bytes) -> str:
    """The signed text, taken out of the picture that carries it."""
    if file.startswith(PNG):
        return OB3Verifier.extract_token_from_png(file)
    if file.lstrip()[:1] == b"<":
        return OB3Verifier.extract_token_from_svg(file)
    return file.decode().strip()


def _verified(signed: str) -> OpenBadgeCredential:
    did = keys.issuer()
    if signed.startswith("{"):
        return OB3LdpVerifier.for_issuer_did(did).verify(signed, download=_ours)
    return OB3Verifier.for_issuer_did(did, download=_ours).verify(signed)


def _ours(url: str) -> bytes:
    """The only document a badge of ours leads to."""
    return json.dumps(keys.document()).encode()


def _is_revoked(found: OpenBadgeCredential) -> bool:
    places = [status.place_of(entry) for entry in found.credential_status]
    return RevokedBadge.objects.filter(place__in=places).exists()
