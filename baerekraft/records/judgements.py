"""Self-judgements: how well a learner says she masters a part's learning goals, before and now.

What all say is counted by goal and level, where they work; what one says is hers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from baerekraft.catalog.models import Part
from baerekraft.learners.models import Learner
from baerekraft.records import facts, totals
from baerekraft.records.models import SelfJudgement
from baerekraft.records.totals import Cell


@dataclass(frozen=True)
class Said:
    """What the learner says of one goal; None where she has not said."""

    before: int | None = None
    now: int | None = None


@dataclass(frozen=True)
class Judged(Said):
    """The same as it is kept, with the goal's earlier words where they have changed since."""

    reworded_from: str = ""


def of(learner: Learner, part: str, wordings: Sequence[set[str]]) -> list[Judged]:
    """The learner's judgement of each goal of the part; `wordings` holds each goal's texts, one in each language.

    Goals are known by their words, so that they can change places. One that has new words keeps what was said of the
    goal with its number, and tells what stood there.
    """
    kept = {row.number: row for row in SelfJudgement.objects.of(learner).filter(part__slug=part)}
    home = {
        number: row
        for number, words in enumerate(wordings, start=1)
        for row in kept.values()
        if row.goal in words
    }
    placed = {row.pk for row in home.values()}
    judged = []
    for number in range(1, len(wordings) + 1):
        row = home.get(number)
        if row:
            judged.append(Judged(row.before, row.now))
        elif number in kept and kept[number].pk not in placed:
            judged.append(Judged(kept[number].before, kept[number].now, reworded_from=kept[number].goal))
        else:
            judged.append(Judged())
    return judged


@transaction.atomic
def judge(
    learner: Learner,
    part: str,
    said: Mapping[int, Said],
    *,
    goals: Sequence[str],
    wordings: Sequence[set[str]],
    at: datetime,
) -> None:
    """Keep what the learner says now of the goals by number; what she leaves open stays as it was."""
    Learner.objects.select_for_update().get(pk=learner.pk)
    earlier, counted = of(learner, part, wordings), totals.sums_of(_counted(learner, part__slug=part))
    home = Part.objects.get(slug=part)
    rows = []
    for number, (goal, old) in enumerate(zip(goals, earlier, strict=True), start=1):
        new = said.get(number, Said())
        before, now = new.before or old.before, new.now or old.now
        if before or now:
            rows.append(
                SelfJudgement(
                    learner=learner,
                    municipality_id=learner.municipality_id,
                    part=home,
                    number=number,
                    goal=goal,
                    before=before,
                    now=now,
                    judged_at=at,
                )
            )
    SelfJudgement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["learner", "part", "number"],
        update_fields=["municipality", "goal", "before", "now", "judged_at"],
    )
    # A goal that has moved up in a shorter list is not kept twice.
    beyond = SelfJudgement.objects.of(learner).filter(part=home, number__gt=len(goals))
    beyond.filter(goal__in=set().union(*wordings)).delete()
    totals.settle([counted], totals.sums_of(_counted(learner, part__slug=part)))


def _counted(learner: Learner | None, **only: Any) -> facts.Facts:
    """What the judgements count: a cell for what she said of before and one for now."""
    fields = ("judged_at", "municipality", "part__slug", "number", "before", "now")
    for at, where, part, number, *levels in facts.rows(SelfJudgement, learner, *fields, **only):
        for what, level in zip((totals.BEFORE, totals.NOW), levels, strict=True):
            if level:
                yield Cell(totals.day_of(at), where or 0, 0, f"{what}{part}:{number}:{level}"), 0


@totals.source
def everything(learner: Learner | None) -> facts.Facts:
    return _counted(learner)


def move(entry: Learner, earlier: Learner) -> None:
    """Let the entry's judgements follow; of a goal judged twice, the first «before» and the last «now» stay."""
    kept = {(row.part_id, row.number): row for row in SelfJudgement.objects.of(earlier)}
    for row in SelfJudgement.objects.of(entry):
        same = kept.get((row.part_id, row.number))
        if same is None:
            row.learner = earlier
            row.save(update_fields=["learner"])
            continue
        first, last = sorted((same, row), key=lambda judged: judged.judged_at)
        same.before, same.now = first.before or last.before, last.now or first.now
        same.goal, same.judged_at, same.municipality_id = last.goal, last.judged_at, last.municipality_id
        same.save()
        row.delete()
