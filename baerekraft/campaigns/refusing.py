"""Refusals: addresses that are not to be written to, kept as keyed digests: refuse(), among(), as_told(), lift()."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched

from django.db.models import Q
from django.utils.crypto import salted_hmac

from baerekraft.campaigns.models import Refusal
from baerekraft.learners.entry import clean_email
from baerekraft.municipalities.models import Municipality

AT_A_TIME = 500
# What weighs most when an address is refused in several ways.
WEIGHT = [Refusal.Reason.ERASED, Refusal.Reason.BOUNCED, Refusal.Reason.UNSUBSCRIBED]


def digest(address: str) -> str:
    """What is kept of an address: it can be recognised, and not read."""
    return salted_hmac("campaigns.refusal", clean_email(address), algorithm="sha256").hexdigest()


def refuse(
    address: str, municipality: Municipality | None, reason: Refusal.Reason | str, *, at: datetime
) -> None:
    """Write to the address no more, in this municipality's campaigns, or without one in anybody's. Twice is once."""
    Refusal.objects.get_or_create(
        digest=digest(address), municipality=municipality, defaults={"reason": reason, "at": at}
    )


def among(addresses: Iterable[str], municipality: Municipality) -> dict[str, Refusal.Reason]:
    """Which of these the municipality may not write to, and why."""
    refused: dict[str, Refusal.Reason] = {}
    for chunk in batched(addresses, AT_A_TIME):
        digests = {address: digest(address) for address in chunk}
        reasons = _reasons(set(digests.values()), municipality)
        refused |= {address: reasons[key] for address, key in digests.items() if key in reasons}
    return refused


def as_told(reason: Refusal.Reason) -> Refusal.Reason:
    """What a coordinator is told: that somebody has erased herself is hers alone, anywhere she may have done it."""
    return Refusal.Reason.UNSUBSCRIBED if reason == Refusal.Reason.ERASED else reason


def _reasons(digests: set[str], municipality: Municipality) -> dict[str, Refusal.Reason]:
    """The weightiest where there are several."""
    rows = Refusal.objects.filter(Q(municipality=None) | Q(municipality=municipality), digest__in=digests)
    found = [(key, Refusal.Reason(reason)) for key, reason in rows.values_list("digest", "reason")]
    return dict(sorted(found, key=lambda row: WEIGHT.index(row[1]), reverse=True))


def lift(address: str, municipality: Municipality) -> None:
    """She asks for it herself: mail from this municipality is welcome again, and is tried again."""
    rows = Refusal.objects.filter(digest=digest(address))
    rows.filter(Q(municipality=municipality) | Q(reason=Refusal.Reason.BOUNCED)).delete()
