"""Entering: a name and an e-mail address, the same answer whether the address is known or not."""

import re
import secrets
import unicodedata
from datetime import datetime

from django.db import connection, transaction

from baerekraft.learners import statements
from baerekraft.learners.models import Learner
from baerekraft.learners.signals import corrected
from baerekraft.municipalities.models import Municipality, Unit

# Longer than any name or address: making a hostile text of a megabyte uniform takes hours. Too long it still is.
MOST = 1_000


def clean_name(name: str) -> str:
    """Drop control and direction characters, fold white space. Letters of every script stay."""
    kept = "".join(
        c
        for c in name[:MOST]
        if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c in "\t\n\u200d"
    )
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def clean_email(email: str) -> str:
    return unicodedata.normalize("NFKC", email.strip()[:MOST]).strip().lower()


# Monday at nine everybody enters at once, so this is written out; a model's own save costs five times as much.
INSERT = (
    "INSERT INTO learners_learner (id, name, email, municipality_id, unit_id, role, language, created_at, active_at, "
    "proof_seed, proof_sent_at, code_misses) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0)"
)


def enter(
    name: str,
    email: str,
    *,
    at: datetime,
    municipality: Municipality | None = None,
    unit: Unit | None = None,
    role: str = "",
    language: str = "nb",
    mailed: bool = False,
) -> Learner:
    """Make a new entry. It is joined with the person's earlier ones when the mailed link or code is used.

    `mailed` says that a mail with link and code goes out with it.
    """
    learner = Learner(
        name=name,
        email=email,
        municipality=municipality,
        unit=unit_in(municipality, unit),
        role=role,
        language=language,
        created_at=at,
        active_at=at,
        proof_seed=secrets.token_hex(16),
        proof_sent_at=at if mailed else None,
    )
    now = connection.ops.adapt_datetimefield_value(at)
    place = municipality.pk if municipality else None
    said = (statements.key(learner.pk), name, email, place, learner.unit_id, role, language)
    statements.execute(INSERT, [*said, now, now, learner.proof_seed, now if mailed else None])
    learner._state.adding = False
    return learner


def unit_in(municipality: Municipality | None, unit: Unit | None) -> Unit | None:
    """The unit, where it is one of the municipality's: nobody works in a unit of another."""
    return unit if unit and municipality and unit.municipality_id == municipality.pk else None


DETAILS = ("name", "email", "municipality", "unit", "role", "language")
PROOF = ("proven_at", "code_misses", "proof_seed", "proof_sent_at", "signed_out_at")


@transaction.atomic
def correct(
    learner: Learner,
    *,
    name: str,
    email: str,
    municipality: Municipality | None,
    role: str,
    language: str,
    at: datetime,
    unit: Unit | None = None,
) -> bool:
    """Write what the learner says is right; return whether the address is new and must be proven again.

    A new address signs out every device, so that none that was shut out comes in again; give this one a new pass.
    """
    new_address = email != learner.email
    learner.name, learner.municipality, learner.role, learner.language = name, municipality, role, language
    learner.unit = unit_in(municipality, unit)
    if new_address:
        learner.email, learner.proven_at, learner.code_misses = email, None, 0
        learner.proof_seed, learner.proof_sent_at = secrets.token_hex(16), None
        learner.signed_out_at = at
    # Only these: what was joined or erased meanwhile stays so.
    learner.save(update_fields=[*DETAILS, *PROOF])
    corrected.send(Learner, learner=learner)
    return new_address
