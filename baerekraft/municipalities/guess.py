"""Guessing a learner's municipality. A guess is only ever a suggestion that the learner can change."""

from django.db import connection

from baerekraft.municipalities.models import Municipality

LONGEST = 253  # a domain name
# Written out because everybody who enters waits for it, and a queryset costs ten times the question itself.
OWNER = (
    "SELECT {columns} FROM municipalities_maildomain mail "
    "JOIN municipalities_municipality municipality ON municipality.id = mail.municipality_id "
    "WHERE mail.domain IN ({places}) ORDER BY length(mail.domain) DESC LIMIT 1"
)
NAMES = [field.attname for field in Municipality._meta.concrete_fields]


def by_email(address: str) -> Municipality | None:
    """The municipality whose mail domain the address is in, or in a subdomain of."""
    _name, at, domain = address.strip().lower().rpartition("@")
    if not at or len(domain) > LONGEST:
        return None
    candidates = _with_parents(domain)
    columns = ", ".join(f"municipality.{name}" for name in NAMES)
    question = OWNER.format(columns=columns, places=", ".join(["%s"] * len(candidates)))
    with connection.cursor() as cursor:
        cursor.execute(question, candidates)
        found = cursor.fetchone()
    return Municipality.from_db(connection.alias, NAMES, found) if found else None


def _with_parents(domain: str) -> list[str]:
    """skole.asker.kommune.no → itself, asker.kommune.no, kommune.no, no."""
    labels = domain.rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
