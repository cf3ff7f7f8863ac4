"""The UN's 169 targets, from our own data files. Read at first use."""

from functools import cache
from pathlib import Path

from baerekraft.sdg import goals, tables
from baerekraft.sdg.targets import UN, UN_VERSION, Target, TargetSet
from baerekraft.sdg.texts import Texts

TITLE = Texts(nb="FNs bærekraftsmål", nn="Berekraftsmåla til FN", en="The UN's Sustainable Development Goals")
SOURCE = "UN General Assembly, A/RES/70/1 (2015), for the numbers; the short texts are our own"


@cache
def target_set() -> TargetSet:
    return read(tables.DATA)


@cache
def numbers() -> frozenset[str]:
    """What a mapping or an effect may point at: the goals and the targets, by number."""
    return frozenset(map(str, goals.NUMBERS)) | {target.number for target in target_set().targets}


def read(folder: Path) -> TargetSet:
    """The UN's set from `targets.csv` (judgements) and `targets.<language>.csv` (texts)."""
    said = tables.in_languages(folder, "targets", "number")
    judged = tables.by_key(folder / "targets.csv", "number")
    for number in said["nb"].keys() - judged.keys():
        raise said["nb"][number].error(f"number {number} is missing in targets.csv")
    targets = []
    for number, row in judged.items():
        if number not in said["nb"]:
            raise row.error(f"number {number} is missing in targets.nb.csv")
        targets.append(_target(row, Texts(**{code: table[number]["text"] for code, table in said.items()})))
    return TargetSet(
        id=UN, version=UN_VERSION, title=TITLE, source=SOURCE, targets=tuple(sorted(targets, key=_place))
    )


def _target(row: tables.Row, text: Texts) -> Target:
    try:
        return Target(
            number=row["number"],
            goal=int(row["number"].partition(".")[0]),
            text=text,
            relevance=row["relevance"],  # type: ignore[arg-type]
            reason=row["reason"],
            basis=row["basis"],
        )
    except ValueError as error:
        raise row.error(error) from error


def _place(target: Target) -> tuple[int, int, str]:
    """8.2 before 8.10 before 8.a."""
    goal, _dot, rest = target.number.partition(".")
    return int(goal), int(rest) if rest.isdigit() else 1000, rest
