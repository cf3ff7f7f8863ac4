"""Guessing a learner's municipality. A guess is only ever a suggestion that the learner can change."""

from baerekraft.municipalities.models import MailDomain, Municipality

LONGEST = 253  # a domain name


def by_email(address: str) -> Municipality | None:
    """The municipality whose mail domain the address is in, or in a subdomain of."""
    _name, at, domain = address.strip().lower().rpartition("@")
    if not at or len(domain) > LONGEST:
        return None
    found = MailDomain.objects.filter(domain__in=_with_parents(domain)).select_related("municipality")
    closest = max(found, key=lambda row: len(row.domain), default=None)
    return closest.municipality if closest else None


def _with_parents(domain: str) -> list[str]:
    """skole.asker.kommune.no → itself, asker.kommune.no, kommune.no, no."""
    labels = domain.rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]
