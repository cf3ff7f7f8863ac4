"""The front of status: all seventeen goals at a glance."""

from collections import Counter
from dataclasses import dataclass

from baerekraft.catalog.shelf import Shelf
from baerekraft.indicators import overview
from baerekraft.indicators.models import Indicator
from baerekraft.indicators.overview import Row
from baerekraft.indicators.trend import Direction
from baerekraft.municipalities.models import Municipality
from baerekraft.pages.registry import Made
from baerekraft.sdg import goals
from baerekraft.sdg.goals import Goal
from baerekraft.status import coverage, newest
from baerekraft.status.newest import Figure


@dataclass(frozen=True)
class GoalCard:
    """A goal with the figures that tell most, and how many more there are."""

    goal: Goal
    figures: list[Figure]
    more: int


@dataclass(frozen=True)
class Tally:
    """How many figures have gone which way. Those without a wanted direction have only moved."""

    all: int
    better: int
    worse: int
    same: int
    moved: int
    one_year: int


def page(on_shelf: Shelf) -> Made:
    indicators = list(Indicator.objects.all())
    every = Counter(indicator.goal for indicator in indicators)
    rows = overview.every()
    context = {
        "cards": [card(goal, rows[goal.number], every[goal.number]) for goal in goals.every()],
        "goals": goals.every(),
        "tally": tally([row for its in rows.values() for row in its]),
        "mapped": coverage.mapped(indicators),
        "municipalities": Municipality.objects.alphabetical(),
    }
    return Made("status/overview.html", context)


def card(goal: Goal, rows: list[Row], every: int) -> GoalCard:
    shown = newest.leading(rows)
    return GoalCard(goal, [newest.figure(row) for row in shown], every - len(shown))


def tally(rows: list[Row]) -> Tally:
    found = newest.directions(rows)
    return Tally(
        all=len(rows),
        better=found[Direction.BETTER],
        worse=found[Direction.WORSE],
        same=found[Direction.SAME],
        moved=found[Direction.UP] + found[Direction.DOWN],
        one_year=found[Direction.UNKNOWN],
    )
