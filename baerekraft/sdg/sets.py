"""The sets that come with the product: the UN's 169 targets and Viken's six focus areas. Read at first use."""

from functools import cache

from baerekraft.sdg import tables, targetfile
from baerekraft.sdg import un as united_nations
from baerekraft.sdg.targets import TargetSet


def un() -> TargetSet:
    return united_nations.target_set()


@cache
def viken() -> TargetSet:
    """The six areas as a view over the UN's targets; which targets belong where is our own judgement."""
    return targetfile.read(tables.DATA / "viken.csv")


def ours() -> tuple[TargetSet, ...]:
    return un(), viken()
