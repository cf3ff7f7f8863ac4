"""Proving an address: a mailed link or code joins one entry, and only that one, with the person's earlier ones."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from baerekraft.learners import throttle
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import joined, proven

MISSES = 5
TRIES_A_DAY = 20  # for one address, however many mails go to it
DAY = 24 * 60
SALT = "proof"


class ProofRefused(Exception):
    """The link or code cannot be used; `reason` is "expired", "wrong" or "locked"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def token(entry: Learner) -> str:
    """What the mailed link carries. Nothing about it is stored."""
    return signing.dumps([entry.pk.hex, entry.proof_seed], salt=SALT)


def code(entry: Learner) -> str:
    """Six digits for whoever cannot follow the link."""
    digest = salted_hmac("code", f"{entry.pk.hex}{entry.proof_seed}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def by_token(text: str) -> Learner:
    """The entry that a link belongs to, or ProofRefused."""
    try:
        pk, seed = signing.loads(text, salt=SALT, max_age=timedelta(days=settings.PROOF_DAYS))
        entry = Learner.objects.select_related("joined").filter(pk=pk, proof_seed=seed).first()
    except signing.SignatureExpired:
        raise ProofRefused("expired") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise ProofRefused("wrong") from None
    if entry is None or not leads_on(entry):
        raise ProofRefused("expired")
    return entry


def leads_on(entry: Learner) -> bool:
    """A joined entry proves the address it was joined by, and opens nothing once the learner has another."""
    return entry.joined is None or entry.joined.email == entry.email


def check_code(entry: Learner, typed: str, *, at: datetime) -> None:
    """Raise ProofRefused unless `typed` is the entry's code. Five misses lock it until a new mail is sent."""
    old = entry.proof_sent_at is None or at - entry.proof_sent_at > timedelta(days=settings.PROOF_DAYS)
    if old or not entry.email or not leads_on(entry):
        raise ProofRefused("expired")
    # Counted before it is compared, so that guesses sent all at once count too.
    tries = Learner.objects.filter(pk=entry.pk, code_misses__lt=MISSES)
    if not tries.update(code_misses=F("code_misses") + 1):
        raise ProofRefused("locked")
    if throttle.count("code", entry.email, minutes=DAY) > TRIES_A_DAY:
        raise ProofRefused("locked")
    entry.refresh_from_db(fields=["code_misses"])
    if not constant_time_compare("".join(filter(str.isdigit, typed)), code(entry)):
        raise ProofRefused("locked" if entry.code_misses >= MISSES else "wrong")
    entry.code_misses = 0
    entry.save(update_fields=["code_misses"])


@transaction.atomic
def prove(entry: Learner, *, at: datetime) -> Learner:
    """Take the address as the person's own; return the learner that the entry now belongs to."""
    entry = Learner.objects.select_for_update().get(pk=entry.pk)
    learner = _proven(entry, at=at)
    proven.send(Learner, learner=learner)
    return learner


def _proven(entry: Learner, *, at: datetime) -> Learner:
    if entry.joined_id:
        return Learner.objects.get(pk=entry.joined_id)
    earlier = (
        Learner.objects.select_for_update()
        .active()
        .filter(email=entry.email, proven_at__isnull=False)
        .exclude(pk=entry.pk)
        .first()
    )
    if earlier is None:
        entry.proven_at, entry.code_misses = entry.proven_at or at, 0
        entry.save(update_fields=["proven_at", "code_misses"])
        return entry
    return join(entry, earlier, at=at)


def join(entry: Learner, earlier: Learner, *, at: datetime) -> Learner:
    """Move what the entry has to the earlier learner and leave an empty signpost behind."""
    joined.send(Learner, entry=entry, earlier=earlier)
    earlier.active_at = at
    earlier.municipality_id = earlier.municipality_id or entry.municipality_id
    if earlier.municipality_id == entry.municipality_id:
        earlier.unit_id = earlier.unit_id or entry.unit_id
    earlier.role = earlier.role or entry.role
    earlier.save(update_fields=["active_at", "municipality", "unit", "role"])
    entry.entries.update(joined=earlier)
    entry.joined, entry.name = earlier, ""
    entry.save(update_fields=["joined", "name"])
    return earlier


def disown(entry: Learner) -> None:
    """The owner of the address says that the entry is somebody else's: take the address off it."""
    entry.email, entry.proof_seed = "", secrets.token_hex(16)
    entry.save(update_fields=["email", "proof_seed"])


def renew(entry: Learner) -> None:
    """Make earlier links and codes worthless before a new mail."""
    entry.proof_seed, entry.code_misses = secrets.token_hex(16), 0
    entry.save(update_fields=["proof_seed", "code_misses"])
