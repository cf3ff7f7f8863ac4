"""What is known of how targets pull at each other, and which of it an author should look at first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from baerekraft.sdg import tables, un
from baerekraft.sdg.texts import Frozen, Texts

Certainty = Literal["high", "medium", "low"]
SURE = {"high": 0, "medium": 1, "low": 2}

# The five that matter.
MOST = 5


class Effect(StrEnum):
    """What an author answered about a goal or a target. What she has not answered is not marked at all."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    BOTH = "both"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def signs(self) -> tuple[int, ...]:
        return {"positive": (1,), "negative": (-1,), "both": (1, -1)}.get(self.value, ())


class Source(Frozen):
    """`year` is empty where the source does not tell it."""

    publisher: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    title: str = ""
    year: Annotated[str, StringConstraints(pattern=r"^((19|20)\d\d(–(19|20)?\d\d)?)?$")] = ""
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]


class Interaction(Frozen):
    """What furthering one target does to another, as a source tells it.

    `sign` is from −3 to +3 (the scale of ICSU, 2017) and `certainty` is how far the source carries: high for research
    and reports that weigh it, medium for an authority's guidance or own figures, low for a single case, a debate or
    someone else's account. Both are our own coding; no source gives them. It is told of one direction only.
    """

    from_: str
    to: str
    sign: Annotated[int, Field(ge=-3, le=3)]
    certainty: Certainty
    topic: Texts
    text: Texts
    measure: Texts
    source: Source

    @property
    def id(self) -> str:
        return f"{self.from_}-{self.to}"

    @property
    def kind(self) -> Literal["conflict", "synergy", "neutral"]:
        return "conflict" if self.sign < 0 else "synergy" if self.sign > 0 else "neutral"

    @property
    def strength(self) -> int:
        return abs(self.sign)


class Asks(StrEnum):
    """Why an interaction concerns what was marked, the most pressing first."""

    BLIND_SPOT = "blind_spot"  # something was marked, and what it is known to harm has not been looked at
    CONFLICT = "conflict"  # the case does good on one side and harm on the other
    DOUBT = "doubt"  # harm would be expected where the author saw none
    OPPORTUNITY = "opportunity"  # good that nobody has looked for


TIER = {Asks.BLIND_SPOT: 0, Asks.CONFLICT: 0, Asks.DOUBT: 1, Asks.OPPORTUNITY: 2}


@dataclass(frozen=True)
class Finding:
    """`seen` is the target of the interaction that the author's mark reaches, `other` the one to look at now.

    `by_goal` tells that the mark was on the goal, and so only may mean this target. `inferred` tells how far the
    question is from what the source says: 0 it says so, 1 a good or a harm that it tells of would be turned to its
    opposite because the mark is negative, 2 it is read backwards.
    """

    interaction: Interaction
    asks: Asks
    seen: str
    other: str
    by_goal: bool
    inferred: int

    @property
    def forward(self) -> bool:
        """Whether it is read the way the source tells it, from what was marked to what follows."""
        return self.seen == self.interaction.from_


@cache
def known() -> tuple[Interaction, ...]:
    """All of them, read at first use."""
    return read(tables.DATA)


def between(marked: Mapping[str, Effect], at_most: int = MOST) -> tuple[Finding, ...]:
    """The known interactions that `marked` (an effect by goal `13` or target `13.2`) gives reason to look at.

    The order, and why:
    1. Harm before gain: blind spots and conflicts, then doubts, then opportunities. What agrees with the marks asks
       nothing and is left out, so that nobody works through it.
    2. Turns: each marked target or goal speaks once before any speaks again. Fortetting alone has five harmful
       interactions; without turns it would fill the list and hide the one about the case's other effects.
    3. Within a turn, a mark on the very target before a mark on its goal only; then what the source says before what
       is inferred from it, for that building takes farmland is told, while that harm to the climate also harms the
       steering of it is only thinkable; then the strength of the interaction.
    4. Among equals, a conflict that the author has marked both sides of, for there the source and the case agree;
       then how sure the source is; at last the targets' numbers, so that the same marks always give the same list,
       in whatever order they were made.

    A longer list begins with the shorter one. A goal's mark holds for its targets until one of them is marked.
    """
    found = sorted((f for i in known() for f in _findings(i, marked)), key=_rank)
    turns: Counter[tuple[int, str]] = Counter()
    placed = []
    for place, finding in enumerate(found):
        speaker = (TIER[finding.asks], _mark(finding.seen, marked) or finding.seen)
        placed.append((TIER[finding.asks], turns[speaker], place, finding))
        turns[speaker] += 1
    return tuple(finding for *_place, finding in sorted(placed, key=lambda p: p[:3]))[: max(0, at_most)]


def _rank(finding: Finding) -> tuple[object, ...]:
    interaction = finding.interaction
    return (
        TIER[finding.asks],
        finding.by_goal,
        finding.inferred,
        -interaction.strength,
        finding.asks != Asks.CONFLICT,
        SURE[interaction.certainty],
        *_place(interaction.from_),
        *_place(interaction.to),
    )


def _place(number: str) -> tuple[int, int, str]:
    goal, _dot, rest = number.partition(".")
    return int(goal), int(rest) if rest.isdigit() else 1000, rest


def _findings(interaction: Interaction, marked: Mapping[str, Effect]) -> Iterator[Finding]:
    """At most one: the interaction as its source tells it, or else backwards.

    Only a conflict can be read backwards, for two that compete for the same land or money do so both ways; that
    climate gains from walking does not mean that walking suffers when climate does.
    """
    if not interaction.sign:
        return
    found = _reading(interaction, interaction.from_, interaction.to, marked)
    unanswered = _answer(interaction.from_, marked) in (None, Effect.UNKNOWN)
    if found is None and interaction.sign < 0 and unanswered:
        found = _reading(interaction, interaction.to, interaction.from_, marked)
    if found:
        yield found


def _reading(interaction: Interaction, seen: str, other: str, marked: Mapping[str, Effect]) -> Finding | None:
    mark = _mark(seen, marked)
    if mark is None:
        return None
    effect = marked[mark]
    asks = _asks(effect, _answer(other, marked, than=mark), interaction.sign)
    if asks is None:
        return None
    harm = asks is not Asks.OPPORTUNITY
    told = 1 in effect.signs and harm == (interaction.sign < 0)
    inferred = 2 if seen == interaction.to else 0 if told else 1
    return Finding(interaction, asks, seen, other, by_goal=mark != seen, inferred=inferred)


def _asks(effect: Effect, answer: Effect | None, sign: int) -> Asks | None:
    """What the effect on one side asks about the other, where `answer` is None if it has not been looked at."""
    expected = {way * sign > 0 for way in effect.signs}  # True: good is expected on the other side
    if not expected:
        return None
    if answer in (None, Effect.UNKNOWN):
        return Asks.BLIND_SPOT if False in expected else Asks.OPPORTUNITY
    signs = set(answer.signs) if answer else set()
    if sign < 0 and any(-way in signs for way in effect.signs):
        return Asks.CONFLICT
    if False in expected and -1 not in signs:
        return Asks.DOUBT
    return None


def _mark(number: str, marked: Mapping[str, Effect]) -> str | None:
    """The mark that holds for a target: its own, or its goal's while none of the goal's targets is marked."""
    if number in marked:
        return number
    goal = number.partition(".")[0]
    narrowed = any(key.startswith(f"{goal}.") for key in marked)
    return goal if goal in marked and not narrowed else None


def _answer(number: str, marked: Mapping[str, Effect], *, than: str = "") -> Effect | None:
    """What was answered about the other side. One mark on the goal of both answers for one of them only."""
    mark = _mark(number, marked)
    if mark is None or (mark == than and marked[mark] is not Effect.BOTH):
        return None
    return marked[mark]


def read(folder: Path) -> tuple[Interaction, ...]:
    """The interactions from `conflicts.csv` (who, how much, source) and `conflicts.<language>.csv` (texts)."""
    said = tables.in_languages(folder, "conflicts", "id")
    coded = tables.by_key(folder / "conflicts.csv", "id")
    for id in said["nb"].keys() - coded.keys():
        raise said["nb"][id].error(f"id {id} is missing in conflicts.csv")
    return tuple(_interaction(row, said) for row in coded.values())


def _interaction(row: tables.Row, said: dict[str, dict[str, tables.Row]]) -> Interaction:
    id = row["id"]
    if id not in said["nb"]:
        raise row.error(f"id {id} is missing in conflicts.nb.csv")
    from_, _hyphen, to = id.partition("-")
    for number in (from_, to):
        if number not in un.numbers():
            raise row.error(f"the UN has no goal or target «{number}»")
    texts = {
        column: Texts(**{code: table[id][column] for code, table in said.items()})
        for column in ("topic", "text", "measure")
    }
    try:
        return Interaction(
            from_=from_,
            to=to,
            sign=row.integer("sign"),
            certainty=row["certainty"],  # type: ignore[arg-type]
            source=Source(**{name: row[name] for name in Source.model_fields}),
            **texts,
        )
    except ValidationError as error:
        raise row.error(error) from error
