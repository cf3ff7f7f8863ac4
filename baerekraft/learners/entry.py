"""Entering: a name and an e-mail address, the same answer whether the address is known or not."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction

from baerekraft.learners.models import Learner
from baerekraft.learners.signals import corrected
from baerekraft.municipalities.models import Municipality

MAILS_AN_HOUR = 5


def clean_name(name: str) -> str:
    """Drop control and direction characters, fold white space. Letters of every script stay."""
    kept = "".join(
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c in "\t\n\u200d"
    )
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def clean_email(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().lower()


def enter(
    name: str,
    email: str,
    *,
    at: datetime,
    municipality: Municipality | None = None,
    role: str = "",
    language: str = "nb",
) -> Learner:
    """Make a new entry. It is joined with the person's earlier ones when the mailed link or code is used."""
    return Learner.objects.create(
        name=name,
        email=email,
        municipality=municipality,
        role=role,
        language=language,
        created_at=at,
        active_at=at,
        proof_seed=secrets.token_hex(16),
    )


def may_mail(email: str, *, at: datetime) -> bool:
    """Whether the address may get one more mail about entering; nobody's inbox is flooded by a stranger."""
    recent = Learner.objects.filter(email=email, proof_sent_at__gt=at - timedelta(hours=1)).count()
    return recent < MAILS_AN_HOUR


@transaction.atomic
def correct(
    learner: Learner,
    *,
    name: str,
    email: str,
    municipality: Municipality | None,
    role: str,
    at: datetime,
) -> bool:
    """Write what the learner says is right; return whether the address is new and must be proven again.

    A new address signs out every device, so that none that was shut out comes in again; give this one a new pass.
    """
    new_address = email != learner.email
    learner.name, learner.municipality, learner.role = name, municipality, role
    if new_address:
        learner.email, learner.proven_at, learner.code_misses = email, None, 0
        learner.proof_seed, learner.proof_sent_at = secrets.token_hex(16), None
        learner.signed_out_at = at.replace(microsecond=0)
    learner.save()
    corrected.send(Learner, learner=learner)
    return new_address
