"""The layer: a municipality's changes laid over the county's lesson as it is now. Pure.

Each change remembers its anchor, the county's block, as it was. The block is known again by its text before its id,
because a lesson seeded anew gives its blocks ids by their places.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from django.utils.html import strip_tags
from pydantic import Field

from baerekraft.adaptation import citing
from baerekraft.catalog.document import Block, ExerciseBlock, LessonDocument, Source
from baerekraft.exercises.document import Frozen

ALIKE = 0.5  # of the words, for another block to count as the same one rewritten
SAME_ID = 0.25  # how much an unchanged id counts beside the words
START = -1


class Base(Frozen):
    """The county's block as it was when the change was made, its place, and the lesson's blocks by fingerprint."""

    anchor: str
    block: Block
    beside: tuple[str, ...]
    place: int = Field(ge=0)


@dataclass(frozen=True)
class County:
    """The county's lesson with its blocks' ids, as it is now."""

    document: LessonDocument
    ids: tuple[str, ...]

    def base(self, anchor: str) -> Base | None:
        """What a change at this block has to remember."""
        if anchor not in self.ids:
            return None
        place = self.ids.index(anchor)
        beside = tuple(citing.fingerprint(block) for block in self.document.body)
        return Base(anchor=anchor, block=self.document.body[place], beside=beside, place=place)


@dataclass(frozen=True)
class Change:
    id: str
    kind: Literal["replace", "add", "hide"]
    base: Base
    own: Block | None = None


@dataclass(frozen=True)
class Question:
    """The county's block as it was and as it is now, None when it is gone, and the municipality's own."""

    change: Change
    now: Block | None


@dataclass(frozen=True)
class Found:
    """Where a change's anchor is now: in which place, or after which when it is gone; and whether it is as it was."""

    place: int
    gone: bool = False
    changed: bool = False


def apply(
    county: County, changes: Sequence[Change], sources: Sequence[Source] = ()
) -> tuple[LessonDocument, list[Question]]:
    """The combined lesson, not yet validated, and what the municipality has to decide.

    Until it has, its own text stays, and everything else is the county's newest.
    """
    ids = citing.apart(county.document, sources)
    instead: dict[int, list[Block]] = defaultdict(list)
    after: dict[int, list[Block]] = defaultdict(list)
    hidden: set[int] = set()
    questions = []
    for change in changes:
        found = find(change.base, county)
        own = [citing.renamed(change.own, ids)] if change.own else []
        # No change of the municipality's takes an exercise away.
        if change.kind == "add" or found.gone or isinstance(change.base.block, ExerciseBlock):
            after[found.place] += own
        else:
            hidden.add(found.place)
            instead[found.place] += own
        if asks(change, found):
            now = None if found.gone else county.document.body[found.place]
            questions.append(Question(change, now))
    body = list(after[START])
    for place, block in enumerate(county.document.body):
        body += [*(instead[place] if place in hidden else [block]), *after[place]]
    lesson = county.document.model_copy(update={"body": tuple(body)})
    return citing.cited(lesson, sources, ids), questions


def asks(change: Change, found: Found) -> bool:
    """A block that is left out and is gone, or that something stands after and has changed, is nothing to decide."""
    return (
        found.changed if change.kind == "hide" else found.gone or (found.changed and change.kind == "replace")
    )


def find(base: Base, county: County) -> Found:
    """The block itself wherever it stands, else what it has most likely become, else nothing."""
    prints = [citing.fingerprint(block) for block in county.document.body]
    wanted = citing.fingerprint(base.block)
    same = [place for place, print in enumerate(prints) if print == wanted]
    if same:
        return Found(min(same, key=lambda place: (county.ids[place] != base.anchor, abs(place - base.place))))
    likely = max(_candidates(base, county, prints), default=None)
    if likely is None:
        return Found(_before(base, prints), gone=True)
    return Found(likely[1], changed=True)


def _candidates(base: Base, county: County, prints: Sequence[str]) -> list[tuple[float, int]]:
    """Blocks that the anchor may have become, with how likely each is. What stood in the lesson already is none."""
    found = []
    for place, block in enumerate(county.document.body):
        if prints[place] in base.beside or kind(block) != kind(base.block):
            continue
        likeness = alike(base.block, block)
        if county.ids[place] == base.anchor:
            found.append((likeness + SAME_ID, place))
        elif likeness >= ALIKE:
            found.append((likeness, place))
    return found


def _before(base: Base, prints: Sequence[str]) -> int:
    """The nearest block before the anchor that is still there."""
    for print in reversed(base.beside[: base.place]):
        if print in prints:
            return prints.index(print)
    return START


def kind(block: Block) -> str:
    return block.exercise.kind if isinstance(block, ExerciseBlock) else block.type


def alike(one: Block, other: Block) -> float:
    """How much of the words two blocks share, from 0 to 1."""
    return SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def words(block: Block) -> list[str]:
    return [word for text in citing.texts(block.model_dump(mode="json")) for word in strip_tags(text).split()]
