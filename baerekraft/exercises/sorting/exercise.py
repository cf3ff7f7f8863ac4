"""Sorting into groups: each item belongs in one of two to four groups."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from baerekraft.exercises import document
from baerekraft.exercises.document import BadAnswer, Exercise, Feedback, Frozen, Line, Pick, Unfit


class Item(Frozen):
    """`group` is the name of the group where the item belongs."""

    text: Line
    group: Line
    feedback: Feedback


class Answer(document.Answer):
    """`places` maps an item's key to the key of the group it was put in."""

    places: dict[str, str]


class Sorting(Exercise):
    answer_type = Answer
    seconds = 45
    kind: Literal["sorting"] = "sorting"
    groups: Annotated[tuple[Line, ...], Field(min_length=2, max_length=4)]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=8)]

    @model_validator(mode="after")
    def groups_exist(self) -> "Sorting":
        for number, item in enumerate(self.items):
            if item.group not in self.groups:
                raise Unfit(
                    gettext_noop("«%(group)s» is not one of the groups %(groups)s"),
                    at=("items", number, "group"),
                    group=item.group,
                    groups=", ".join(self.groups),
                )
        return self

    def check(self, answer: Answer) -> None:
        groups = document.keys(self.groups)
        if set(answer.places) != document.keys(self.items) or not set(answer.places.values()) <= groups:
            raise BadAnswer(_("Choose a group for each line."))

    def group_key(self, item: Item) -> str:
        return document.KEYS[self.groups.index(item.group)]

    def grade(self, answer: Answer) -> float:
        """The share of items that were put where they belong."""
        hits = sum(answer.places[key] == self.group_key(item) for key, item in document.keyed(self.items))
        return hits / len(self.items)

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(
            Pick(f"{key}:{group}", f"{item.text} → {name}", name == item.group)
            for key, item in document.keyed(self.items)
            for group, name in document.keyed(self.groups)
        )

    def picked(self, answer: Answer) -> Iterable[str]:
        return (f"{key}:{group}" for key, group in answer.places.items())

    def shown(self, answer: Any) -> dict[str, Any]:
        return {
            "keyed": document.keyed(self.items),
            "groups": {group: key for key, group in document.keyed(self.groups)},
        }

    def form_answer(self, form: Any) -> dict[str, Any]:
        return {"places": document.lines_of(form, "place", self.items)}
