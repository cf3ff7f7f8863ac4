"""What learners say of themselves, before and now: judgements()."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.records import totals
from baerekraft.records.models import SelfJudgement
from baerekraft.reports import suppression
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import Settled

LEVELS = SelfJudgement.Level.values


def judgements(settled: Settled, parts: Sequence[PartOnShelf]) -> Table:
    rows = (
        Row(
            key=f"{part.slug}:{number}",
            label=goal,
            cells=(
                *_shares(settled, f"{totals.BEFORE}{part.slug}:{number}"),
                *_shares(settled, f"{totals.NOW}{part.slug}:{number}"),
            ),
        )
        for part in parts
        for number, goal in enumerate(part.document.learning_goals, start=1)
    )
    return Table(
        key="judgements",
        title=_("What they say they master"),
        note=_(
            "Each learning goal as learners judge themselves, before and now, as shares to the nearest 5 %. Shown when "
            "at least 20 have answered. Those who answered before are not always those who answer now."
        ),
        columns=_columns(),
        rows=tuple(rows),
    )


def levels() -> list[tuple[int, str]]:
    names = (
        pgettext("how well", "Not at all"),
        pgettext("how well", "A little"),
        pgettext("how well", "Well"),
        pgettext("how well", "Very well"),
    )
    return list(zip(LEVELS, names, strict=True))


def _columns() -> tuple[Column, ...]:
    times = (("before", _("Before: %(level)s")), ("now", _("Now: %(level)s")))
    return tuple(
        Column(key=f"{key}-{level}", label=label % {"level": name.lower()}, unit="percent")
        for key, label in times
        for level, name in levels()
    )


def _shares(settled: Settled, what: str) -> list[int | None]:
    counts = [settled[Cell(f"{what}:{level}")] or 0 for level in LEVELS]
    return suppression.shares(counts) or [None] * len(LEVELS)
