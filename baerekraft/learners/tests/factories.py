from datetime import datetime

from django.utils import timezone

from baerekraft.learners import entry, proofs
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality


def make_learner(
    name: str = "Kari",
    *,
    email: str = "",
    municipality: str = "",
    unit: str = "",
    role: str = "",
    proven: bool = False,
    at: datetime | None = None,
) -> Learner:
    moment = at or timezone.now()
    where = Municipality.objects.get(name=municipality) if municipality else None
    address = email or f"{name.lower()}@example.no"
    home = where.units.get_or_create(name=unit)[0] if where and unit else None
    learner = entry.enter(name, address, at=moment, municipality=where, unit=home, role=role)
    return proofs.prove(learner, at=moment) if proven else learner
