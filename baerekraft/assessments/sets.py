"""Which sets of targets there are, and what a target in an assessment says and belongs to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from baerekraft.assessments.models import OwnSet
from baerekraft.sdg import sets, targetfile
from baerekraft.sdg.targets import UN, UN_VERSION, Identity, Target, TargetSet

DEFAULT = f"{UN}@{UN_VERSION}"
Sets = Mapping[str, TargetSet]
_parsed: dict[str, TargetSet] = {}


def name(target_set: TargetSet) -> str:
    """As an assessment names it: un@2015."""
    return f"{target_set.id}@{target_set.version}"


def every(brought: dict[str, Any] | None = None) -> Sets:
    """All that this installation knows, by name, and the one that came along with a file."""
    found = {name(one): one for one in sets.ours()}
    for row in OwnSet.objects.defer("content"):
        found[row.identity] = _kept(row)
    if brought:
        visitor = TargetSet.model_validate(brought)
        found.setdefault(name(visitor), visitor)
    return found


def _kept(row: OwnSet) -> TargetSet:
    """A set never changes, so it is parsed once."""
    if row.fingerprint not in _parsed:
        _parsed[row.fingerprint] = TargetSet.model_validate(row.content)
    return _parsed[row.fingerprint]


def take_in(content: bytes, file_name: str, *, at: datetime) -> OwnSet:
    """Keep a set from its file. The same file again changes nothing. Raises targetfile.BadTargetFile."""
    made = targetfile.parse(content, file_name, known=every().values())
    row, _is_new = OwnSet.objects.get_or_create(
        identity=name(made),
        defaults={
            "title": str(made.title),
            "content": made.model_dump(mode="json"),
            "fingerprint": made.fingerprint,
            "taken_in_at": at,
        },
    )
    return row


def target(identity: str, known: Sets) -> Target | None:
    """None for a target of a set that nobody here knows."""
    found = Identity.parse(identity)
    home = known.get(f"{found.set}@{found.version}")
    return home[found.number] if home and found.number in home else None


def un(identity: str, known: Sets) -> frozenset[str]:
    """The UN's targets or goals that it is part of, by number; empty for a target that nobody here knows."""
    found = Identity.parse(identity)
    home = known.get(f"{found.set}@{found.version}")
    return home.un(found.number) if home and found.number in home else frozenset()
