"""The frozen documents: a published lesson and the course it stands in."""

import hashlib
import math
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from django.utils.html import strip_tags
from django.utils.translation import gettext_noop
from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, model_validator

from baerekraft.catalog import drawing
from baerekraft.catalog.charts import Chart, Short, Title
from baerekraft.catalog.media import Image, Recording, Table
from baerekraft.catalog.municipal import Contact
from baerekraft.exercises.document import Exercise, Frozen, Key, Unfit, absent
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.exercises.kinds import AnyExercise

WORDS_A_MINUTE = 220
SHEET_LINES = 64

Html = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]


class Source(Frozen):
    """Who says so, where and when. `note` holds a reservation, such as "anslag" or "bransjeorganisasjon"."""

    id: Key
    publisher: Title
    title: Short
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
    year: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    place: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    note: str = ""


class Text(Frozen):
    type: Literal["text"] = "text"
    heading: Title
    body: Html


class Fact(Frozen):
    """One figure in large type, and what it means."""

    type: Literal["fact"] = "fact"
    figure: Title
    text: Short
    source: Key


class Example(Frozen):
    """What a named municipality did, what it gave and what was hard."""

    type: Literal["example"] = "example"
    municipality: Title
    heading: Title
    body: Html
    source: Key


class ExerciseBlock(Frozen):
    type: Literal["exercise"] = "exercise"
    exercise: AnyExercise

    @property
    def untaken(self) -> "ExerciseBlock":
        estimate = self.exercise if isinstance(self.exercise, Estimate) else None
        return self.model_copy(update={"exercise": estimate.untaken}) if estimate else self


Block = Annotated[
    Text | Chart | Fact | Example | ExerciseBlock | Image | Table | Recording, Field(discriminator="type")
]


BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


class Steps(Frozen):
    """What the reader can do today, and what the workplace can do this month."""

    you: Annotated[tuple[Short, ...], Field(min_length=1, max_length=4)]
    workplace: Annotated[tuple[Short, ...], Field(min_length=1, max_length=4)]


class SheetItem(Frozen):
    """A question to put or a thing to check; `help` says what a good answer holds."""

    text: Short
    help: Annotated[str, StringConstraints(max_length=400)] = ""


class Sheet(Frozen):
    """One printed page for a meeting: a discussion sheet or a leader's tool."""

    title: Title
    purpose: Short
    when: Short
    minutes: Annotated[int, Field(ge=5, le=90)]
    items: Annotated[tuple[SheetItem, ...], Field(min_length=3, max_length=10)]
    ending: Short

    @model_validator(mode="after")
    def fits_on_a_page(self) -> "Sheet":
        if self.lines > SHEET_LINES:
            raise Unfit(
                gettext_noop(
                    "the sheet is about %(lines)d lines, and one page holds %(room)d in readable type; "
                    "shorten the texts or leave an item out"
                ),
                lines=self.lines,
                room=SHEET_LINES,
            )
        return self

    @property
    def lines(self) -> int:
        """About how many lines it fills at the smallest type a sheet is set in, an item's own space included."""
        large = (self.purpose, self.when, self.ending, *(item.text for item in self.items))
        small = (item.help for item in self.items)
        return (
            len(self.items)
            + sum(math.ceil(len(line) / 70) or 1 for text in large for line in text.splitlines())
            + sum(math.ceil(len(line) / 85) or 1 for text in small for line in text.splitlines())
        )


class FurtherReading(Frozen):
    title: Short
    publisher: Title
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]


class Illustration(Frozen):
    svg: Annotated[str, StringConstraints(min_length=1, max_length=12_000), AfterValidator(drawing.checked)]
    alt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=300)]


class LessonDocument(Frozen):
    """A lesson as the learner meets it. Never changed once published; a new version is a new document.

    `translates` is the fingerprint of the text this one was translated from, empty for an original. `taken_on` is the
    day its indicators' figures were taken, if it has any. `contact` is a municipality's own, in its variant.
    """

    format: Literal[1] = 1
    part: Key
    slug: Key
    language: Literal["nb", "nn", "en"]
    translates: str = ""
    title: Title
    summary: Short
    outcome: Short
    hook: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=900)]
    goals: Annotated[tuple[Annotated[int, Field(ge=1, le=17)], ...], Field(min_length=1, max_length=17)]
    learning_goals: Annotated[
        tuple[Annotated[int, Field(ge=1, le=5)], ...], Field(min_length=1, max_length=5)
    ]
    illustration: Illustration
    body: Annotated[tuple[Block, ...], Field(min_length=3, max_length=60)]
    steps: Steps
    takeaway: Short
    tool: Sheet | None = None
    further_reading: tuple[FurtherReading, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    taken_on: date | None = Field(default=None, exclude_if=absent)
    contact: Contact | None = Field(default=None, exclude_if=absent)

    @model_validator(mode="after")
    def hangs_together(self) -> "LessonDocument":
        faults = list(loose_ends(self))
        if faults:
            faults[0].also = tuple(faults[1:])
            raise faults[0]
        return self

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(block.exercise for block in self.body if isinstance(block, ExerciseBlock))

    def exercise(self, id: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.id == id), None)

    @property
    def needed(self) -> frozenset[str]:
        """Ids of the exercises that must be answered before the lesson is finished."""
        return frozenset(exercise.id for exercise in self.exercises if exercise.counts)

    @property
    def cited(self) -> set[str]:
        """Ids of sources that a block, a figure or a [^mark] in the text points at."""
        named = {block.source for block in self.body if isinstance(block, Fact | Example | Table)} - {""}
        named |= {id for block in self.body if isinstance(block, Chart) for id in block.cited}
        named |= {id for exercise in self.exercises for id in exercise.cited}
        return named | set(re.findall(r"\[\^([a-z0-9-]+)\]", self.model_dump_json(include={"hook", "body"})))

    @property
    def untaken(self) -> "LessonDocument":
        """The lesson as its author wrote it: indicators are named, and their figures and sources are not in it."""
        taking = Chart | ExerciseBlock | Image | Recording
        body = tuple(block.untaken if isinstance(block, taking) else block for block in self.body)
        if self.taken_on is None:
            return self.model_copy(update={"body": body}) if body != self.body else self
        lesson = self.model_copy(update={"body": body, "taken_on": None})
        sources = tuple(source for source in self.sources if source.id in lesson.cited)
        return lesson.model_copy(update={"sources": sources})

    @cached_property
    def fingerprint(self) -> str:
        """Names the text, so that a translation can tell what it was made from.

        Neither the picture nor an indicator's newer figures make it another text.
        """
        left_out: Any = {"format": True, "translates": True, "illustration": {"svg"}}
        text = self.untaken.model_dump_json(exclude=left_out)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def words(self) -> int:
        """Words of running text: exercises and sources are not counted."""
        parts = [self.hook, self.outcome, self.takeaway, *self.steps.you, *self.steps.workplace]
        for block in self.body:
            match block:
                case Text() | Example():
                    parts += [block.heading, block.body]
                case Chart():
                    parts += [block.title, block.message]
                case Fact():
                    parts += [block.figure, block.text]
                case Image() | Recording():
                    parts += [block.caption]
                case Table():
                    parts += [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
        return sum(len(strip_tags(part).split()) for part in parts)

    @property
    def minutes(self) -> int:
        """Estimated time: words at 220 a minute and each exercise's and recording's own seconds, rounded up."""
        recordings = (block for block in self.body if isinstance(block, Recording))
        seconds = sum(e.seconds for e in self.exercises) + sum(r.seconds for r in recordings)
        return math.ceil(self.words / WORDS_A_MINUTE + seconds / 60)


def loose_ends(lesson: LessonDocument) -> Iterator[Unfit]:
    """What does not hang together in a lesson whose blocks are each in order."""
    ids = [block.exercise.id if isinstance(block, ExerciseBlock) else None for block in lesson.body]
    for index, id in enumerate(ids):
        if id and id in ids[:index]:
            text = gettext_noop("two exercises have the id «%(id)s»; give each its own")
            yield Unfit(text, at=("body", index), id=id)
    if not lesson.needed:
        text = gettext_noop("no exercise counts, so nobody could finish the lesson; let at least one count")
        yield Unfit(text, at=("body",))
    known = [source.id for source in lesson.sources]
    for id in sorted(lesson.cited - set(known)):
        text = gettext_noop("no source with the id «%(id)s»; add it under sources")
        yield Unfit(text, at=("sources",), id=id)
    for index, id in enumerate(known):
        if id and id not in lesson.cited:
            text = gettext_noop("the source «%(id)s» is not used; cite it with [^%(id)s] or remove it")
            yield Unfit(text, at=("sources", index), id=id)


class PartDocument(Frozen):
    slug: Key
    title: Title
    terrain: Literal["forest", "mountain", "summit"]
    lead: Short
    learning_goals: tuple[Short, ...]
    lessons: tuple[Key, ...]
    discussion: Sheet | None = None


def to_everyone(audience: Any) -> bool:
    return bool(audience == "everyone")


class CourseDocument(Frozen):
    """The course's outline: its parts in order, each with its lessons' slugs in order.

    `place` is its place among the courses. A municipality's course names the municipality; a closed one may, to let its
    employees in. A translation says nothing of the three: they are the original's.
    """

    format: Literal[1] = 1
    slug: Key
    language: Literal["nb", "nn", "en"]
    title: Title
    lead: Short
    learning_goals: tuple[Short, ...]
    parts: tuple[PartDocument, ...]
    audience: Literal["everyone", "municipality", "closed"] = Field(
        default="everyone", exclude_if=to_everyone
    )
    municipality: str = Field(default="", exclude_if=absent)
    place: int = Field(default=0, exclude_if=absent)

    @model_validator(mode="after")
    def names_its_municipality(self) -> "CourseDocument":
        if self.audience == "municipality" and not self.municipality:
            raise Unfit(
                gettext_noop("a municipality's course must say which; choose the municipality"),
                at=("municipality",),
            )
        return self


class Term(Frozen):
    """A usual sustainability term; `forms` are its inflections in running text, lower case."""

    term: Title
    forms: tuple[Title, ...] = ()
    explanation: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=300)]


class GlossaryDocument(Frozen):
    format: Literal[1] = 1
    language: Literal["nb", "nn", "en"]
    terms: tuple[Term, ...]
