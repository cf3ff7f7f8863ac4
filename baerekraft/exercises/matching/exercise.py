"""Matching: find the one on the right that belongs with each on the left."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line, Pick, Unfit


class Pair(Frozen):
    left: Line
    right: Line
    feedback: Feedback


class Answer(document.Answer):
    """`matches` maps the key of each left side to the key of the pair whose right side was chosen."""

    matches: dict[str, str]


class Matching(Exercise):
    answer_type = Answer
    seconds = 50
    kind: Literal["matching"] = "matching"
    pairs: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=6)]

    @model_validator(mode="after")
    def sides_differ(self) -> "Matching":
        for side in ("left", "right"):
            texts = [getattr(pair, side) for pair in self.pairs]
            if len(set(texts)) != len(texts):
                raise Unfit(gettext_noop("two pairs say the same; give each a text of its own"))
        return self

    def check(self, answer: Answer) -> None:
        keys = document.keys(self.pairs)
        if set(answer.matches) != keys or not set(answer.matches.values()) <= keys:
            raise BadAnswer(_("Choose what belongs with each line."))

    def grade(self, answer: Answer) -> float:
        """The share of pairs that were found."""
        return sum(left == right for left, right in answer.matches.items()) / len(self.pairs)

    @property
    def picks(self) -> tuple[Pick, ...]:
        pairs = document.keyed(self.pairs)
        return tuple(
            Pick(f"{left}:{right}", f"{pair.left} → {other.right}", left == right)
            for left, pair in pairs
            for right, other in pairs
        )

    def picked(self, answer: Answer) -> Iterable[str]:
        return (f"{left}:{right}" for left, right in answer.matches.items())

    def shown(self, answer: Any) -> dict[str, Any]:
        """`rights` are the right sides in the order they stand in the lists to choose from."""
        return {"keyed": document.keyed(self.pairs), "rights": document.mixed(self.pairs, self.id)}

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"matches": document.lines_of(form, "match", self.pairs)}
