"""A platform's public keys: fetched, kept for a day, and fetched again when it signs with one we do not know."""

from datetime import timedelta
from typing import Any

import httpx
import jwt
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baerekraft.interop import outgoing
from baerekraft.interop.lti import storable
from baerekraft.interop.lti.models import Platform
from baerekraft.interop.lti.refusing import Refused
from baerekraft.learners import throttle

FRESH = timedelta(days=1)
KEPT = timedelta(days=7)
# Whoever makes up names of keys does not make us call the platform for each, or wait for one that does not answer:
# on SQLite nobody else is served meanwhile.
SECONDS = 4
PAUSE = timedelta(minutes=1)
CROWD = _("A lot is going on right now. Wait a minute, and open the lesson again.")


def key_of(platform: Platform, kid: str) -> Any:
    """The public key with this name. Raises Refused where the platform has none, or does not answer."""
    age = timezone.now() - platform.key_set_at if platform.key_set_at else KEPT
    found = _named(platform.key_set, kid) if age < KEPT else None
    if found and age > FRESH:
        _renew(platform)
    if found := found or _named(fetch(platform), kid):
        return found
    raise Refused(why=_("The token is signed with a key that the platform does not show."), platform=platform)


def _renew(platform: Platform) -> None:
    """Let the worker fetch them, at most once a minute."""
    from baerekraft.interop.lti.tasks import fetch_keys

    if throttle.count("lti-keys-renewed", str(platform.pk)) == 1:
        fetch_keys.enqueue(platform.pk)


def fetch(platform: Platform) -> Any:
    """Fetch and keep them. Raises Refused, also where they came a moment ago, or somebody else is fetching them."""
    if not _first_in_a_while(platform):
        raise Refused(CROWD, status=429)
    try:
        with outgoing.client(timeout=SECONDS) as client:
            answer = client.get(platform.key_set_url, headers={"Accept": "application/json"})
            answer.raise_for_status()
            found = answer.json()
        if not storable.is_storable(found):
            raise ValueError(_("The platform's answer is not what the standard says."))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        raise Refused(
            _("Your learning platform did not answer us. Wait a minute, and open the lesson again."),
            why=_("The public keys could not be fetched: %(error)s") % {"error": error},
            status=502,
            platform=platform,
        ) from error
    platform.key_set, platform.key_set_at, platform.key_set_failed_at = found, timezone.now(), None
    platform.save(update_fields=["key_set", "key_set_at", "key_set_failed_at"])
    return found


def _first_in_a_while(platform: Platform) -> bool:
    """Note that they are asked for; true for one caller each pause, whichever process it is in."""
    now = timezone.now()
    rested = [
        Q(**{name: None}) | Q(**{f"{name}__lte": now - PAUSE}) for name in ("key_set_at", "key_set_failed_at")
    ]
    return bool(Platform.objects.filter(*rested, pk=platform.pk).update(key_set_failed_at=now))


def _named(key_set: Any, kid: str) -> Any:
    """RSA keys alone: the only ones that LTI knows (1EdTech Security Framework 1.0, section 5.1.1)."""
    keys = key_set.get("keys") if isinstance(key_set, dict) else None
    for each in keys if isinstance(keys, list) else ():
        if isinstance(each, dict) and each.get("kid") == kid and each.get("kty") == "RSA":
            try:
                return jwt.PyJWK(each, algorithm="RS256").key
            except (jwt.PyJWTError, ValueError, TypeError):
                return None
    return None
