"""What a report says, part by part, in words of the reader's language: HTML, PDF and DOCX all say this and no more.

Every field is ready to be shown. A text or a tuple that is empty stands for something that is left out, its heading
too; nothing here is mark-up but the wheel. Codes (`effect`, `state`, `origin`) are for the look, labels for the reader.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Paragraphs = tuple[str, ...]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Frozen):
    label: str
    value: str


class Told(Frozen):
    """An effect in the half page: «13 Climate action: negative, large», and the first sentence of its reason."""

    number: str
    name: str
    label: str
    reason: str = ""


class HalfPage(Frozen):
    """What the politicians read. `summary` is the author's own and stands first, before the `sentences` made here."""

    summary: Paragraphs = ()
    sentences: Paragraphs = ()
    gains: tuple[Told, ...] = ()
    harms: tuple[Told, ...] = ()
    conflicts: tuple[str, ...] = ()
    gaps: str = ""  # how many, in words
    most_important_gaps: tuple[str, ...] = ()
    advised: str = ""  # the name of the alternative


class Wheel(Frozen):
    """The wheel of what is proposed. `legend` pairs a code (positive, negative, unknown, none, unanswered) and words."""

    svg: str  # for HTML: classes and variables, light and dark
    print_svg: str  # for Typst and DOCX: plain colours
    alt: str
    caption: str
    legend: tuple[Fact, ...]


class Row(Frozen):
    """A judged goal, or a judged target below it (then without `targets`)."""

    number: str  # 13, 13.2
    name: str
    effect: Literal["positive", "negative", "both", "none", "unknown", ""]
    mark: str  # the same in signs: +++ −− ++/− 0 ?
    label: str  # the same in words: Positive, large
    gain: str = ""
    harm: str = ""
    certainty: str = ""
    time: str = ""
    place: str = ""
    who: str = ""
    reason: Paragraphs = ()
    targets: tuple["Row", ...] = ()

    @property
    def details(self) -> tuple[str, ...]:
        """How sure, when, where and who, for a cell that holds them all."""
        return tuple(text for text in (self.certainty, self.time, self.place, self.who) if text)


class Alternative(Frozen):
    """`rows` are the goals that are affected or not known. `loose` are targets that no goal is known for."""

    id: str
    name: str
    is_zero: bool
    is_main: bool
    is_advised: bool
    description: Paragraphs = ()
    rows: tuple[Row, ...] = ()
    loose: tuple[Row, ...] = ()
    not_affected: tuple[str, ...] = ()  # «4 Quality education»
    unanswered: tuple[str, ...] = ()
    note: str = ""  # kindly, where nothing has been answered


class Cell(Frozen):
    effect: Literal["positive", "negative", "both", "none", "unknown", ""]
    mark: str
    label: str


class Compared(Frozen):
    number: str
    name: str
    cells: tuple[Cell, ...]


class Comparison(Frozen):
    """Goals down, alternatives across, the zero alternative first; only where there are two or more."""

    alternatives: tuple[str, ...]
    rows: tuple[Compared, ...]


class Weighing(Frozen):
    choice: str = ""  # the name of the alternative
    reason: Paragraphs = ()


class Source(Frozen):
    publisher: str
    title: str = ""
    year: str = ""
    url: str = ""


class Conflict(Frozen):
    """`state` is confirmed, rejected, or empty while the author has not answered; `stale` when the effects it rose from are gone."""

    id: str
    title: str
    origin: Literal["opposed", "known", "own"]
    state: Literal["confirmed", "rejected", ""]
    state_label: str
    gains: str = ""  # «11 Sustainable cities»
    harmed: str = ""
    explanation: Paragraphs = ()
    comment: Paragraphs = ()
    measures: tuple[str, ...] = ()
    source: Source | None = None
    stale: bool = False


class Measure(Frozen):
    text: str
    owner: str = ""
    due: str = ""
    about: str = ""  # the title of the conflict
    outcome: str = ""
    outcome_note: Paragraphs = ()


class Asked(Frozen):
    """A question of the triage. `means` tells what a yes leads to, or that somebody must find out."""

    question: str
    answer: Literal["yes", "no", "unknown"]
    label: str
    means: str = ""


class Gap(Frozen):
    """Something that is not known. `what` is a whole line: «Goal 14 Life below water: the effect is not known»."""

    kind: Literal["effect", "certainty", "triage", "unanswered"]
    what: str
    reason: Paragraphs = ()


class FollowUp(Frozen):
    on: str = ""
    note: Paragraphs = ()


class Words(Frozen):
    """Headings, column heads and fixed lines, so that every form of the report uses the same."""

    half_page: str
    advised: str
    gains: str
    harms: str
    top_conflicts: str
    paragraph: str
    paragraph_use: str
    copying: str
    copied: str
    case: str
    description: str
    participants: str
    short: str
    wheel: str
    effects: str
    effects_note: str  # that effects are told apart from the weighing, and never summed
    comparison: str
    goal: str
    effect: str
    details: str
    reason: str
    not_affected: str
    unanswered: str
    loose: str
    triage: str
    question: str
    answer: str
    means: str
    weighing: str
    choice: str
    conflicts: str
    source: str
    gains_goal: str
    harmed_goal: str
    comment: str
    measures: str
    measure: str
    owner: str
    due: str
    about: str
    outcome: str
    gaps: str
    follow_up: str
    method: str
    checksum: str
    address: str
    scroll: str  # label of the comparison where it scrolls sideways
    conflict_measures: str
    not_filled_in: str
    advised_tag: str
    no_measures: str
    no_conflicts: str
    no_gaps: str


class Shown(Frozen):
    """A whole report.

    In the short one (`is_short`) the `short_reason` stands first and there is no half page; the wheel, the alternatives
    and what follows from them are there only where goals have been judged all the same.
    """

    format: Literal[1] = 1
    language: str
    is_final: bool
    is_short: bool = False
    status: str  # «Draft», «Final report, version 2»
    notice: str  # what follows it in the band on top: «Frozen on 3 March 2026. It does not change.»
    version: int | None = None
    dated: str
    dated_on: date
    checksum: str = ""
    address: str = ""

    title: str
    subtitle: str  # «How the case affects the Sustainable Development Goals»
    kind: str = ""
    number: str = ""
    unit: str = ""
    municipality: str = ""
    decided: str = ""
    facts: tuple[Fact, ...] = ()  # kind, number, unit, municipality, decision date: those that are filled in
    participants: Paragraphs = ()
    description: Paragraphs = ()

    short_reason: Paragraphs = ()
    half_page: HalfPage | None = None
    paragraph: str = ""
    wheel: Wheel | None = None
    triage: tuple[Asked, ...] = ()
    triage_note: Paragraphs = ()
    alternatives: tuple[Alternative, ...] = ()
    comparison: Comparison | None = None
    conflicts: tuple[Conflict, ...] = ()
    measures: tuple[Measure, ...] = ()
    gaps: tuple[Gap, ...] = ()
    weighing: Weighing | None = None
    follow_up: FollowUp | None = None
    method: Paragraphs = ()
    words: Words

    @property
    def has_outcomes(self) -> bool:
        """Whether the measures' table needs the column about what became of them."""
        return any(measure.outcome or measure.outcome_note for measure in self.measures)
