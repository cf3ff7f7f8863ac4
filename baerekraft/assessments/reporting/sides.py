"""What the proposal is good for and bad for, the strongest first."""

from dataclasses import dataclass

from baerekraft.assessments import words
from baerekraft.assessments.document import Document, Judgement
from baerekraft.assessments.reporting.sayings import goal_in_a_sentence, small
from baerekraft.assessments.reporting.unknowns import SIZES
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

# So many are named, on the half page and in the paragraph.
STRONGEST, CONFLICTS = 4, 3
CERTAINTIES = {"sure": 0, "likely": 1, "": 2, "unsure": 3}


@dataclass(frozen=True)
class Side:
    """One goal that the proposal is good for, or bad for, and how much."""

    number: int
    size: str
    judgement: Judgement

    @property
    def rank(self) -> tuple[int, int, int]:
        return SIZES[self.size], CERTAINTIES[self.judgement.certainty], self.number

    @property
    def in_a_sentence(self) -> str:
        size = f" ({small(words.label(self.size, 'Size'))})" if self.size else ""
        return goal_in_a_sentence(self.number) + size


def gains(case: Document) -> list[Side]:
    """The strongest first."""
    return _sides(case, (Effect.POSITIVE, Effect.BOTH), "gain")


def harms(case: Document) -> list[Side]:
    return _sides(case, (Effect.NEGATIVE, Effect.BOTH), "harm")


def _sides(case: Document, kinds: tuple[Effect, Effect], field: str) -> list[Side]:
    found = (
        Side(number, getattr(judgement, field), judgement)
        for number in goals.NUMBERS
        if (judgement := case.main.goals.get(str(number), Judgement())).effect in kinds
    )
    return sorted(found, key=lambda side: side.rank)
