"""Status: the lists (W3C Bitstring Status List 1.0) that say which badges are revoked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from openbadgeslib.ob3 import build_status_list_credential, status_entry

from baerekraft.credentials.badges import keys, signing
from baerekraft.credentials.badges.models import BadgeKey, RevokedBadge
from baerekraft.credentials.models import Certificate

SIZE = 131_072  # places in a list, the least that hides which badge is asked about
LIFE = timedelta(days=7)  # after that an old copy is refused, so nobody can show one from before a revocation
HOUR_MS = 60 * 60 * 1000


def entry(certificate: Certificate) -> dict[str, Any]:
    """Where a badge's status stands."""
    number, place = divmod(certificate.pk, SIZE)
    return status_entry(address(number), "revocation", place)


def place_of(entry: Mapping[str, Any]) -> int:
    """The badge's place in all lists, from the entry that stands in it; ValueError if it is no entry of ours."""
    number = str(entry["statusListCredential"]).rpartition("/")[2]
    return int(number) * SIZE + int(entry["statusListIndex"])


def address(number: int) -> str:
    return settings.BASE_URL + reverse("badges:status", args=[number])


def revoke(certificate: Certificate, *, at: datetime) -> None:
    RevokedBadge.objects.get_or_create(place=certificate.pk, defaults={"revoked_at": at})


def exists(number: int) -> bool:
    """Whether any badge stands in the list, erased ones too if they were revoked; the first is always there."""
    last = Certificate.objects.aggregate(last=Max("pk"))["last"] or 0
    revoked = RevokedBadge.objects.aggregate(last=Max("place"))["last"] or 0
    return 0 <= number <= max(last, revoked) // SIZE


def as_json(number: int, *, at: datetime) -> dict[str, Any]:
    """The list with a Data Integrity proof."""
    return _with_proof(_state(number, at))


def as_jwt(number: int, *, at: datetime) -> str:
    """The same list as a JWT."""
    return _as_jwt(_state(number, at))


class State(NamedTuple):
    """All that the signed list depends on: a new hour, a revocation or a new key, and it is signed again."""

    url: str
    revoked: frozenset[int]
    hour: datetime
    key: str

    @property
    def document(self) -> dict[str, Any]:
        # It begins an hour back, for whoever reads it with a clock that is behind.
        begins, ends = self.hour - timedelta(hours=1), self.hour + LIFE
        return build_status_list_credential(
            keys.issuer(),
            self.url,
            "revocation",
            self.revoked,
            SIZE,
            issued=begins,
            valid_until=ends,
            ttl=HOUR_MS,
        )


def _state(number: int, at: datetime) -> State:
    first = number * SIZE
    rows = RevokedBadge.objects.filter(place__gte=first, place__lt=first + SIZE)
    revoked = frozenset(place - first for place in rows.values_list("place", flat=True))
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return State(address(number), revoked, hour, keys.current().public)


@lru_cache(maxsize=8)
def _with_proof(state: State) -> dict[str, Any]:
    return signing.with_proof(state.document, BadgeKey.objects.get(public=state.key), at=state.hour)


@lru_cache(maxsize=8)
def _as_jwt(state: State) -> str:
    return signing.as_jwt(state.document, BadgeKey.objects.get(public=state.key))
