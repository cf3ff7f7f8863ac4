"""Two people change one assessment: whose words stand, and whose are set aside for both to see.

Field by field, as three tables: `base` is what the writer saw, `theirs` what stands now, `mine` what she sends.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Merged:
    """`changed` is what is to be written, `clashes` what is to be set aside: both by path, with the writer's value."""

    changed: dict[str, str]
    clashes: dict[str, str]


def merge(base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]) -> Merged:
    """Only the paths in `mine` are looked at; a path that a table lacks is empty there.

    What she has not touched is left alone; what nobody else has touched is hers; what both have made the same is
    settled; and where both have written something else, what stands goes on standing and hers is set aside.
    """
    changed, clashes = {}, {}
    for path, value in mine.items():
        before, now = base.get(path, ""), theirs.get(path, "")
        if value in (before, now):
            continue
        if now == before:
            changed[path] = value
        else:
            clashes[path] = value
    return Merged(changed, clashes)
