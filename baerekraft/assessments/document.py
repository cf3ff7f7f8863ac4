"""What an assessment holds, as a frozen document: the same in the database, in a file and behind a report.

Every leaf is a text, a choice, a day, or empty. Nothing is required: a half-filled assessment is an assessment.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from baerekraft.sdg.conflicts import Effect
from baerekraft.sdg.targets import Identity

LONGEST_LINE, LONGEST_TEXT = 200, 10_000

Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Empty = Literal[""]

# A day's milliseconds and some luck, so that things stand in the order they were made: see `new_id`.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,20}$")]
GoalNumber = Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-7])$")]
# Asked of the one who reads it later: what is taken here must be read there, in a set that nobody knows too.
TargetIdentity = Annotated[str, AfterValidator(lambda text: str(Identity.parse(text)))]
SetVersion = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}@[0-9A-Za-z.-]{1,20}$")]
# A known interaction `11.3-15.5`, two goals of the case that pull apart `11-15`, or one of the author's own `own-…`.
ConflictId = Annotated[
    str,
    StringConstraints(
        pattern=r"^([0-9]{1,2}(\.([0-9]{1,2}|[a-z]))?-[0-9]{1,2}(\.([0-9]{1,2}|[a-z]))?|own-[a-z0-9]{1,20})$"
    ),
]

MAIN, ZERO = "main", "zero"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    TASK = "task"
    CASE = "case"
    PROJECT = "project"
    PLAN = "plan"
    EVENT = "event"


class Form(StrEnum):
    SIMPLE = "simple"
    EXTENDED = "extended"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Size(StrEnum):
    """Viken's own scale."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Certainty(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Time(StrEnum):
    SHORT = "short"
    LONG = "long"
    BOTH = "both"


class Place(StrEnum):
    HERE = "here"
    ELSEWHERE = "elsewhere"
    BOTH = "both"


class State(StrEnum):
    """What the author says of a conflict that was found."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """What became of a measure."""

    DONE = "done"
    UNDER_WAY = "under-way"
    DROPPED = "dropped"


class Case(Frozen):
    """`municipality` is a slug of ours, or a name where the file came from elsewhere."""

    title: Line = ""
    kind: Kind | Empty = ""
    number: Line = ""
    unit: Line = ""
    municipality: Line = ""
    description: Text = ""
    participants: Text = ""
    decided_on: date | None = None


class Triage(Frozen):
    """Two minutes that tell whether more is needed. `needed` no ends in a short report with the reason."""

    needed: Answer | Empty = ""
    reason: Text = ""
    impact_assessment: Answer | Empty = ""  # konsekvensutredning (KU) after the planning act
    sami: Answer | Empty = ""  # consultation after the Sámi act
    children: Answer | Empty = ""  # children's interests
    universal_design: Answer | Empty = ""
    note: Text = ""


class Judgement(Frozen):
    """What one alternative does to one goal or target. `gain` and `harm` are the sizes of the good and of the bad."""

    effect: Effect | Empty = ""
    gain: Size | Empty = ""
    harm: Size | Empty = ""
    certainty: Certainty | Empty = ""
    time: Time | Empty = ""
    place: Place | Empty = ""
    who: Line = ""
    reason: Text = ""


class Alternative(Frozen):
    """`main` is what is proposed, `zero` is doing nothing; the others have ids of their own."""

    name: Line = ""
    description: Text = ""
    goals: dict[GoalNumber, Judgement] = {}
    targets: dict[TargetIdentity, Judgement] = {}


class Conflict(Frozen):
    """The author's word on a conflict. `title`, `gains` and `harmed` are for those she has found herself."""

    state: State | Empty = ""
    comment: Text = ""
    title: Line = ""
    gains: GoalNumber | Empty = ""
    harmed: GoalNumber | Empty = ""


class Measure(Frozen):
    """`about` is the conflict it eases, or empty. `outcome` is told at the follow-up."""

    text: Line = ""
    owner: Line = ""
    due_on: date | None = None
    about: ConflictId | Empty = ""
    outcome: Outcome | Empty = ""
    outcome_note: Text = ""


class Weighing(Frozen):
    """Kept apart from the effects: which alternative is advised, why, and what the politicians read first."""

    choice: Id | Empty = ""
    reason: Text = ""
    summary: Text = ""


class FollowUp(Frozen):
    on: date | None = None
    note: Text = ""


class Document(Frozen):
    form: Form | Empty = ""
    targets: SetVersion | Empty = ""  # the set in use; the UN's where empty
    case: Case = Case()
    triage: Triage = Triage()
    alternatives: Annotated[dict[Id, Alternative], Field(max_length=8)] = {}
    conflicts: Annotated[dict[ConflictId, Conflict], Field(max_length=200)] = {}
    measures: Annotated[dict[Id, Measure], Field(max_length=100)] = {}
    weighing: Weighing = Weighing()
    follow_up: FollowUp = FollowUp()

    @property
    def main(self) -> Alternative:
        return self.alternatives.get(MAIN, Alternative())

    @property
    def in_order(self) -> tuple[tuple[str, Alternative], ...]:
        """The alternatives that have something in them: zero first, then what is proposed, then the others as made."""
        rank = {ZERO: 0, MAIN: 1}
        return tuple(sorted(self.alternatives.items(), key=lambda item: (rank.get(item[0], 2), item[0])))

    @property
    def extended(self) -> bool:
        return self.form == Form.EXTENDED
