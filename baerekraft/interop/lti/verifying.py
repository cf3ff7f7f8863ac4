"""Whether a platform's token is what it says: signed by it, for us, now, once, and with all that it must hold.

The library checks neither issuer, audience nor time the way the standards ask, and lets a nonce be used for a day, so
the token is read here; its validators judge what the message holds.
"""

from dataclasses import dataclass
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pylti1p3.exception import LtiException
from pylti1p3.message_validators import get_validators

from baerekraft.interop.lti import key_sets, storable
from baerekraft.interop.lti.models import LtiLogin, Platform
from baerekraft.interop.lti.refusing import Refused
from baerekraft.learners import entry

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
OBJECTS = (
    f"{CLAIM}resource_link",
    f"{CLAIM}context",
    f"{CLAIM}launch_presentation",
    DEEP_LINKING,
    GRADES,
    MEMBERS,
)
SKEW = 60  # seconds that clocks may differ
LONGEST = 60_000
TEACHING = ("membership#Instructor", "membership#Administrator", "membership#ContentDeveloper")


@dataclass(frozen=True)
class Message:
    """What a verified token says, in the parts that we use."""

    claims: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.claims[f"{CLAIM}message_type"])

    @property
    def subject(self) -> str:
        return str(self.claims["sub"])

    @property
    def name(self) -> str:
        parts = [self.claims.get("given_name"), self.claims.get("family_name")]
        whole = self.claims.get("name") or " ".join(part for part in parts if isinstance(part, str))
        return entry.clean_name(whole)[:120].strip() if isinstance(whole, str) else ""

    @property
    def email(self) -> str:
        """Only what it is: an address that the platform says is hers. Nothing is proven by it."""
        told = self.claims.get("email")
        address = entry.clean_email(told) if isinstance(told, str) else ""
        try:
            validate_email(address)
        except ValidationError:
            return ""
        return address if len(address) <= 254 else ""

    @property
    def teaches(self) -> bool:
        roles = self.claims.get(f"{CLAIM}roles")
        return isinstance(roles, list) and any(str(role).endswith(TEACHING) for role in roles)

    @property
    def target(self) -> str:
        return str(self.claims.get(f"{CLAIM}target_link_uri", ""))

    @property
    def deployment(self) -> str:
        return str(self.claims[f"{CLAIM}deployment_id"])

    def within(self, claim: str) -> dict[str, Any]:
        """A claim that is an object, or nothing."""
        found = self.claims.get(claim)
        return found if isinstance(found, dict) else {}


def verify(token: str, login: LtiLogin) -> Message:
    """Raises Refused (1EdTech Security Framework 1.0, section 5.1.3, and LTI 1.3 core, section 5)."""
    platform = login.platform
    if not token or len(token) > LONGEST:
        raise _wrong(platform, _("The token is missing or too long."), status=413 if token else 400)
    claims = _signed(token, platform)
    if claims["nonce"] != login.nonce:
        raise _wrong(platform, _("The nonce is not the one that we gave."))
    _check_audience(claims, platform)
    _check_deployment(claims, platform)
    _check_message(claims, platform)
    return Message(claims)


def _signed(token: str, platform: Platform) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise _wrong(platform, _("The token cannot be read.")) from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise _wrong(platform, _("The token must be signed with RS256, and name its key."))
    key = key_sets.key_of(platform, kid)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=platform.client_id,
            issuer=platform.issuer,
            leeway=SKEW,
            options={"require": ["iss", "aud", "exp", "iat", "nonce", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise _wrong(platform, _("The token has expired; perhaps a clock is wrong.")) from None
    except jwt.ImmatureSignatureError:
        raise _wrong(platform, _("The token is from the future; perhaps a clock is wrong.")) from None
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise _wrong(platform, _("The token does not hold: %(error)s") % {"error": error}) from None
    if not storable.is_storable(claims):
        raise _wrong(platform, _("The message is of a kind that we do not take."))
    return claims


def _check_audience(claims: dict[str, Any], platform: Platform) -> None:
    """OpenID Connect Core 1.0, section 3.1.3.7, points 4 and 5."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else platform.client_id) != platform.client_id:
        raise _wrong(platform, _("The token is for another tool (azp)."))


def _check_deployment(claims: dict[str, Any], platform: Platform) -> None:
    told = claims.get(f"{CLAIM}deployment_id")
    if not isinstance(told, str) or told not in platform.deployments:
        why = _("Deployment id %(id)s is not on the list. If it is yours, add it to the platform.")
        raise _wrong(platform, why % {"id": str(told)[:100]}, status=403)


def _check_message(claims: dict[str, Any], platform: Platform) -> None:
    """A launch or a choice of lessons, whole; what should be an object is one."""
    fits = all(isinstance(claims.get(name, {}), dict) for name in OBJECTS)
    sound = isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= 255
    link = claims.get(f"{CLAIM}resource_link", {})
    known = ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")
    if not fits or not sound or claims.get(f"{CLAIM}message_type") not in known:
        raise _wrong(platform, _("The message is of a kind that we do not take."))
    if len(str(link.get("id", ""))) > 255:
        raise _wrong(platform, _("The message is of a kind that we do not take."))
    try:
        for validator in get_validators():
            if validator.can_validate(claims):
                validator.validate(claims)
    except (LtiException, AttributeError, TypeError) as error:
        raise _wrong(platform, _("The token does not hold: %(error)s") % {"error": error}) from None


def _wrong(platform: Platform, why: str | Promise, *, status: int = 400) -> Refused:
    return Refused(why=why, status=status, platform=platform)
