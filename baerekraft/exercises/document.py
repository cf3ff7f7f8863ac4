"""What every exercise kind has in common: a frozen document that can read an answer and grade it."""

import hashlib
from abc import abstractmethod
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, NamedTuple

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]

# Why, in about thirty words.
Feedback = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]

# What a learner writes. A NUL is the one character a database cannot hold.
Words = Annotated[
    str, BeforeValidator(lambda text: text.replace("\x00", "") if isinstance(text, str) else text)
]

KEYS = "abcdefghijklmnop"


def absent(value: Any) -> bool:
    """What is not there is not written, so that a document from before the field existed keeps its checksum."""
    return not value


# An indicator's figure is asked for by its place and year; without a year, the newest.
# An editor's list of choices says None when nothing is chosen.
NoneIsEmpty = BeforeValidator(lambda chosen: "" if chosen is None else chosen)
IndicatorSlug = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60),
    NoneIsEmpty,
    Field(exclude_if=absent),
]
Place = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=60), NoneIsEmpty, Field(exclude_if=absent)
]
Year = Annotated[
    int | None,
    Field(ge=1900, le=2200, exclude_if=absent),
    BeforeValidator(lambda year: None if year == "latest" else year),
]


class Unfit(ValueError):
    """What an author has written does not hold together; the text tells her what to do, in her language.

    `at` is where, counted from the place that raises it; `also` holds the others when there are more than one.
    """

    def __init__(self, text: str, *, at: tuple[int | str, ...] = (), **named: Any) -> None:
        super().__init__(text)
        self.text, self.at, self.named = text, at, named
        self.also: tuple[Unfit, ...] = ()

    def __str__(self) -> str:
        return _(self.text) % self.named if self.named else _(self.text)


class BadAnswer(ValueError):
    """The answer does not fit the exercise; the text tells the learner what to do."""


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Found(Frozen):
    """What an indicator had when the lesson was published: for which year, and which of the lesson's sources says so."""

    year: int
    source: Key


class Answer(Frozen):
    """What a learner answered, in the shape the kind decides."""


class Pick(NamedTuple):
    """One thing that an answer can hold, told for whoever looks at how the question works."""

    key: str
    text: str
    right: bool


class Exercise(Frozen):
    """A question in a published lesson.

    `counts` says whether the lesson is finished only when this exercise is answered. `sources` are ids of the
    lesson's sources that stand behind its figures.
    """

    answer_type: ClassVar[type[Answer]]
    kind: str
    id: Key
    prompt: Line
    help: str = ""
    counts: bool = True
    sources: tuple[Key, ...] = ()

    seconds: ClassVar[int] = 25
    graded: ClassVar[bool] = True
    private: ClassVar[bool] = False

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of every source that stands behind it, those of an indicator's figure included."""
        return self.sources

    def read(self, raw: Any) -> Any:
        """Return `raw` (decoded JSON) as this kind's answer, or raise BadAnswer."""
        try:
            answer = self.answer_type.model_validate(raw)
        except ValidationError as error:
            raise BadAnswer(_("Choose an answer first.")) from error
        self.check(answer)
        return answer

    def check(self, answer: Any) -> None:
        """Raise BadAnswer when the answer points at something that is not in the exercise."""

    def grade(self, answer: Any) -> float | None:
        """Return a score from 0 to 1, or None where there is nothing to be right about."""
        return None

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What an answer can hold that is right or wrong by itself; nothing where no answer is."""
        return ()

    def picked(self, answer: Any) -> Iterable[str]:
        """The keys of those of `picks` that the answer holds."""
        return ()

    def shown(self, answer: Any) -> dict[str, Any]:
        """What the form's template needs besides the exercise itself, with `answer` in it where there is one."""
        return {}

    @abstractmethod
    def form_answer(self, form: Any) -> dict[str, Any]:
        """Return the raw answer that the plain HTML form (a QueryDict) carries."""


class Option(Frozen):
    """One thing to choose, with feedback that says why."""

    text: Line
    correct: bool = False
    feedback: Feedback


def lines_of(form: Any, field: str, items: tuple[Any, ...]) -> dict[str, str]:
    """What a plain form says of each item: the fields `<field>-a`, `<field>-b` …, those that are filled in."""
    return {key: form[f"{field}-{key}"] for key in sorted(keys(items)) if form.get(f"{field}-{key}")}


def keyed[T](items: tuple[T, ...]) -> list[tuple[str, T]]:
    """Pair each item with its key: a, b, c … in the order of the document."""
    return list(zip(KEYS, items, strict=False))


def keys(items: tuple[Any, ...]) -> set[str]:
    return set(KEYS[: len(items)])


def mixed[T](items: tuple[T, ...], seed: str) -> list[tuple[str, T]]:
    """The same, in an order that follows from `seed` alone and is never the document's own."""
    pairs = keyed(items)
    found = sorted(pairs, key=lambda pair: hashlib.sha256(f"{seed}/{pair[0]}".encode()).digest())
    return found if found != pairs else pairs[1:] + pairs[:1]
