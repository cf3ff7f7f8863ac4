"""What the answers look like. Fields are added in v1; none is taken away or changes its meaning."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from baerekraft.sdg.texts import Frozen

# Whole numbers stay whole, and no value gets digits it was not published with.
Number = Annotated[int | float, WithJsonSchema({"type": "number"})]
Links = dict[str, Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]]


class Page[Item](Frozen):
    """Some of a list, in an order that stays the same."""

    count: int = Field(description="How many there are in all.")
    next: str | None = Field(description="The address of the next page.")
    previous: str | None
    items: list[Item]


class Place(Frozen):
    """A place with figures that a coordinator may see."""

    key: str
    name: str
    kind: Literal["unit", "municipality", "county"]
    links: Links


class Goal(Frozen):
    number: int
    name: str = Field(description="As the UN words it.")
    short: str
    dimension: Literal["environment", "social", "economic", "cooperation"]
    colour: str = Field(description="Ours, not the UN's: holds white text.")
    links: Links


class Source(Frozen):
    publisher: str
    title: str
    url: str
    licence: str = Field(
        description="The terms as the publisher gives them; else that they are not clarified."
    )
    licence_clarified: bool = Field(description="False: ask the publisher before you use the figures again.")


class SourceOfIndicator(Source):
    first_year: int
    last_year: int
    figures: int


class Indicator(Frozen):
    slug: str
    name: str
    goal: int
    target: str = Field(description="One of the UN's 169 targets, or empty.")
    unit: str
    wanted: Literal["up", "down", "none"] = Field(description="The direction that is better.")
    decimals: int = Field(description="How many decimals it is usually shown with.")
    joining: Literal["sum", "population", "none"] = Field(
        description="How the figure of a whole is made from its parts': added, a mean by inhabitants, or not at all."
    )
    note: str = Field(description="What to mind, in Norwegian.")
    figures: int = Field(description="How many figures there are.")
    municipalities: int = Field(description="How many of the 51 have at least one.")
    first_year: int | None
    last_year: int | None
    links: Links


class IndicatorInFull(Indicator):
    sources: list[SourceOfIndicator]


class Measured(Frozen):
    indicator: str
    name: str
    goal: int
    target: str
    unit: str
    wanted: Literal["up", "down", "none"]
    place: str
    code: str = Field(
        description="A municipality's code today, whatever the year; a county's when it was one."
    )
    place_kind: Literal["municipality", "county", "country"]
    municipality: str | None = Field(description="The municipality's slug.")
    year: int
    value: Number
    borders_year: int | None = Field(description="The year whose borders the figure was published with.")


class Figure(Source, Measured):
    """The columns of the files to download, and a little more."""

    note: str = Field(description="What to mind, in Norwegian.")
    updated_at: datetime | None = Field(description="When the publisher last changed it, where we know.")
    fetched_at: datetime | None = Field(description="When we asked the publisher's service, if we did.")


class Code(Frozen):
    """What the municipality, or one that is now a part of it, was called for some years."""

    code: str
    name: str
    county: str
    first_year: int | None = Field(description="None: since before the figures begin.")
    last_year: int | None = Field(description="None: still in use.")


class Municipality(Frozen):
    slug: str
    name: str
    name_sami: str
    code: str
    county: str
    population: int
    population_on: date
    lineage: list[Code] = Field(description="Every code, name and county, oldest first.")
    links: Links
