"""A lesson's bar chart. Its values stand in it, or they are taken from an indicator when the lesson is published."""

from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from baerekraft.exercises.document import (
    Found,
    Frozen,
    IndicatorSlug,
    NoneIsEmpty,
    Place,
    Unfit,
    Year,
    absent,
)

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Cited = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60), NoneIsEmpty]


class Bar(Frozen):
    """With a `place`, the bar is an indicator's figure there, in that year or the newest; `found` once it is taken."""

    label: Title
    value: float | None = None
    shown: str = ""
    highlight: bool = False
    place: Place = ""
    year: Year = None
    found: Found | None = Field(default=None, exclude_if=absent)

    @model_validator(mode="after")
    def has_a_value(self) -> "Bar":
        if not self.found and (self.value is None) != bool(self.place):
            raise Unfit(
                gettext_noop(
                    "a bar has either a value of its own or a place that the indicator has a figure for"
                )
            )
        if not self.found and self.place and self.shown:
            raise Unfit(gettext_noop("the indicator decides how its figure is shown; remove «shown»"))
        return self

    @property
    def untaken(self) -> "Bar":
        return self.model_copy(update={"value": None, "shown": "", "found": None}) if self.found else self


class Chart(Frozen):
    """A bar chart; `message` is the sentence that says what to see in it.

    `source` stands behind the bars that have a value of their own; an indicator brings its own sources. `local` says
    that the indicator has figures for municipalities too, so that a reader can meet her own.
    """

    type: Literal["chart"] = "chart"
    title: Title
    message: Short
    unit: Title
    bars: Annotated[tuple[Bar, ...], Field(min_length=2, max_length=10)]
    source: Cited = ""
    indicator: IndicatorSlug = ""
    local: bool = Field(default=False, exclude_if=absent)

    @model_validator(mode="after")
    def somebody_stands_behind_it(self) -> "Chart":
        placed = [bar for bar in self.bars if bar.place]
        if placed and not self.indicator:
            raise Unfit(gettext_noop("a bar with a place needs an indicator; add «indicator»"))
        if self.indicator and not placed:
            raise Unfit(
                gettext_noop("no bar has a place, so there is no figure to take; add «place» to a bar")
            )
        if len(placed) < len(self.bars) and not self.source:
            raise Unfit(gettext_noop("«source» is missing; add it here"))
        if len(placed) == len(self.bars) and self.source:
            raise Unfit(gettext_noop("the indicator brings its own source; remove «source»"))
        return self

    @property
    def top(self) -> float:
        return max(abs(bar.value or 0) for bar in self.bars) or 1

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the sources behind the bars, each once."""
        found = (bar.found.source for bar in self.bars if bar.found)
        return tuple(dict.fromkeys(id for id in (self.source, *found) if id))

    @property
    def years(self) -> tuple[int, ...]:
        """The years that an indicator's figures are for, oldest first."""
        return tuple(sorted({bar.found.year for bar in self.bars if bar.found}))

    @property
    def untaken(self) -> "Chart":
        return self.model_copy(update={"bars": tuple(bar.untaken for bar in self.bars), "local": False})
