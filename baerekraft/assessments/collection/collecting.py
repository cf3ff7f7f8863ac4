"""Looking through what has been published: a page of what answers to what is asked, and what else could be asked.

It costs eight questions to the database at most, however much is asked: one for the choices of each of four filters,
one for how many there are, and three for a page of them with their goals and conflicts.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.core.paginator import Page, Paginator

from baerekraft.assessments import words
from baerekraft.assessments.collection import facets, inquiries
from baerekraft.assessments.collection.facets import Option
from baerekraft.assessments.collection.inquiries import Asked
from baerekraft.assessments.models import Publication, PublishedGoal
from baerekraft.sdg import goals

PER_PAGE = 20
# The name of the page in an address.
PAGE = "side"
# An effect where there is little room.
SIGNS = {"positive": "+", "negative": "−", "both": "±", "unknown": "?"}


@dataclass(frozen=True)
class Chosen:
    """What has been asked for, in words, and the address of the same without it."""

    label: str
    query: str


@dataclass(frozen=True)
class Mark:
    """What an assessment does to a goal, for a line that holds them all."""

    goal: int
    name: str
    effect: str
    sign: str
    label: str


@dataclass(frozen=True)
class Card:
    publication: Publication
    goals: tuple[Mark, ...]
    conflicts: tuple[tuple[int, int], ...]

    @property
    def kind(self) -> str:
        return words.label(self.publication.kind, "Kind")


@dataclass(frozen=True)
class Found:
    """A page of the collection, and what each filter offers given the other ones."""

    asked: Asked
    page: Page[Publication]
    cards: tuple[Card, ...]
    municipalities: tuple[Option, ...]
    kinds: tuple[Option, ...]
    goals: tuple[Option, ...]
    effects: tuple[Option, ...]
    conflicts: tuple[Option, ...]

    @cached_property
    def chosen(self) -> tuple[Chosen, ...]:
        """The filters in words; the effect goes with its goal."""
        asked = self.asked
        effect = next((f": {option.label}" for option in self.effects if option.chosen), "")
        filters = (
            (self.municipalities, replace(asked, municipality=""), ""),
            (self.kinds, replace(asked, kind=""), ""),
            (self.goals, replace(asked, goal=0, effect=""), effect),
            (self.conflicts, replace(asked, conflict=None), ""),
        )
        told = [
            Chosen(option.label + more, rest.query)
            for options, rest, more in filters
            for option in options
            if option.chosen
        ]
        if asked.words:
            told.insert(0, Chosen(f"«{asked.words}»", replace(asked, words="").query))
        return tuple(told)


def search(asked: Asked, page: str | int = 1) -> Found:
    """Those of cases that somebody has stood for come first, the newest on top; then our examples."""
    rows = (
        inquiries.matching(asked)
        .defer("content", "shown", "searched")
        .select_related("municipality")
        .prefetch_related("goals", "conflicts")
        .order_by("example", "-published_at", "-id")
    )
    shown = Paginator(rows, PER_PAGE).get_page(page)
    by_goal = facets.effects_by_goal(asked)
    return Found(
        asked,
        shown,
        tuple(map(_card, shown)),
        facets.municipalities(asked),
        facets.kinds(asked),
        facets.goals(asked, by_goal),
        facets.effects(asked, by_goal),
        facets.conflicts(asked),
    )


def _card(publication: Publication) -> Card:
    marks = sorted(publication.goals.all(), key=lambda row: row.goal)
    pairs = sorted((row.gains, row.harmed) for row in publication.conflicts.all())
    return Card(publication, tuple(map(_mark, marks)), tuple(pairs))


def _mark(row: PublishedGoal) -> Mark:
    return Mark(
        row.goal,
        str(goals.get(row.goal).short),
        row.effect,
        SIGNS[row.effect],
        words.label(row.effect, "Effect"),
    )
