"""A municipality's own page: where it stands at a glance, and its figures goal by goal."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baerekraft.catalog import by_goal
from baerekraft.catalog.by_goal import Lesson
from baerekraft.catalog.shelf import Shelf
from baerekraft.municipalities import finding as names
from baerekraft.municipalities.models import Municipality
from baerekraft.pages import views
from baerekraft.pages.registry import Made
from baerekraft.sdg import goals
from baerekraft.sdg.goals import Goal
from baerekraft.status import borders, municipal, words
from baerekraft.status.cards import Card, Reach


@dataclass
class Part:
    """A goal with what the municipality has figures for."""

    goal: Goal
    lesson: Lesson | None
    cards: list[Card] = field(default_factory=list)


@dataclass
class Group:
    """The indicators where the municipality has come about as far beside the others."""

    reach: Reach
    heading: str
    cards: list[Card]


@require_safe
def page(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's page; a former municipality leads to the one it is now a part of. Raises Http404."""
    try:
        return views.public(request, municipality=municipality)
    except Http404:
        found = names.by_text(municipality)
        if found is None or found.slug == municipality:
            raise
        return redirect("status:municipality", found.slug, permanent=True)


def made(on_shelf: Shelf, municipality: str) -> Made | None:
    found = Municipality.objects.filter(slug=municipality).first()
    return Made("status/municipality.html", context(found)) if found else None


def context(municipality: Municipality) -> dict[str, object]:
    past = borders.eras(municipality.codes.all())
    cards = of(municipality)
    return {
        "municipality": municipality,
        "county": past[-1].counties[0],
        "past": borders.told(municipality, past),
        "population": words.number(Decimal(municipality.population), 0),
        "groups": groups(cards),
        "parts": parts(cards),
        "covered": len({card.indicator.goal for card in cards}),
        "others": [one for one in Municipality.objects.alphabetical() if one != municipality],
    }


def of(municipality: Municipality) -> list[Card]:
    """What there is, in the order of the goals."""
    series = municipal.of(municipality)
    ground = municipal.ground(each.indicator for each in series.values())
    standings = ground.standings(municipality)
    return [Card(municipality, each, standings.get(slug), ground) for slug, each in series.items()]


def parts(cards: list[Card]) -> list[Part]:
    """All seventeen; those without figures are there and say so."""
    language = get_language() or "nb"
    return [
        Part(
            goal,
            by_goal.of_goal(goal.number, language),
            [card for card in cards if card.indicator.goal == goal.number],
        )
        for goal in goals.every()
    ]


def groups(cards: list[Card]) -> list[Group]:
    """Only those that hold something."""
    headings = {
        Reach.AHEAD: _("Well on the way"),
        Reach.MIDDLE: _("In the middle"),
        Reach.BEHIND: _("Most to gain"),
        Reach.UNCLEAR: _("Too close to tell"),
    }
    found = [
        Group(reach, heading, [card for card in cards if card.reach == reach])
        for reach, heading in headings.items()
    ]
    return [group for group in found if group.cards]
