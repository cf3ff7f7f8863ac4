"""Ordering: put lines in their right order, from the first to the last."""

from collections.abc import Iterable
from itertools import combinations
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line, Pick


class Item(Frozen):
    """`shown` is what the place rests on, such as "12 tonn"; it is told with the feedback."""

    text: Line
    shown: str = ""
    feedback: Feedback


class Answer(document.Answer):
    """`order` lists the items' keys as the learner put them, first to last."""

    order: tuple[str, ...]


class Ordering(Exercise):
    """`items` stand in their right order in the document, and are mixed when shown.

    `first` and `last` name the ends of the row, such as "mest" and "minst".
    """

    answer_type = Answer
    seconds = 45
    kind: Literal["ordering"] = "ordering"
    first: Line
    last: Line
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]

    def check(self, answer: Answer) -> None:
        if len(answer.order) != len(self.items) or set(answer.order) != document.keys(self.items):
            raise BadAnswer(_("Give each line its own place."))

    def grade(self, answer: Answer) -> float:
        """The share of pairs that stand the right way round."""
        pairs = list(combinations(answer.order, 2))
        return sum(one < other for one, other in pairs) / len(pairs)

    @property
    def picks(self) -> tuple[Pick, ...]:
        row = document.keyed(self.items)
        return tuple(
            Pick(f"{key}:{place}", f"{item.text} → {place}", key == there)
            for key, item in row
            for place, (there, _item) in enumerate(row, start=1)
        )

    def picked(self, answer: Answer) -> Iterable[str]:
        return (f"{key}:{place}" for place, key in enumerate(answer.order, start=1))

    def shown(self, answer: Answer | None) -> dict[str, Any]:
        """`keyed` is the row as the learner left it, else mixed; `places` says where each line is and should be."""
        row = document.mixed(self.items, self.id)
        if answer:
            row.sort(key=lambda pair: answer.order.index(pair[0]))
        given = {key: str(place) for place, (key, _item) in enumerate(row, start=1)}
        right = {key: str(place) for place, (key, _item) in enumerate(document.keyed(self.items), start=1)}
        return {"keyed": row, "given": given if answer else {}, "right": right}

    def form_answer(self, form: Any) -> dict[str, Any]:
        places = {key: form.get(f"place-{key}", "") for key in sorted(document.keys(self.items))}
        if sorted(places.values()) != [str(place) for place in range(1, len(places) + 1)]:
            return {"order": [], "places": places}
        return {"order": sorted(places, key=lambda key: int(places[key]))}
