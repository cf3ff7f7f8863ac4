"""A municipality beside those of its size, none of them named: of()."""

from collections.abc import Sequence
from datetime import date
from statistics import quantiles

from django.utils.translation import gettext as _
from pydantic import Field

from baerekraft.catalog import shelf
from baerekraft.municipalities.models import Municipality
from baerekraft.records import totals
from baerekraft.reports import mornings
from baerekraft.reports.counting import Cell
from baerekraft.reports.scopes import Scope
from baerekraft.reports.settling import Settled
from baerekraft.reports.visible import in_county, parts_of
from baerekraft.sdg.texts import Frozen

NEAREST = 10
FEWEST = 8


class Measured(Frozen):
    """People per 1,000 inhabitants, all from numbers that are shown: the municipality's, and the others' middle."""

    key: str
    label: str
    own: float | None = Field(description="None: none, or too few to show.")
    low: float = Field(description="A quarter of the others have less.")
    middle: float
    high: float = Field(description="A quarter of the others have more.")


class Similar(Frozen):
    """`others` is how many municipalities it is compared with."""

    others: int
    measures: tuple[Measured, ...]


def of(scope: Scope, *, today: date) -> Similar | None:
    """The nearest in population that have something to show; nothing unless there are enough for none to be told."""
    own = scope.municipality
    if own is None:
        return None
    places = in_county("")
    settled = mornings.county("", today=today)
    near = sorted(places, key=lambda place: (abs(place.population - own.population), place.pk))
    others = [place for place in near if place != own and _says_something(settled, place)][:NEAREST]
    if len(others) < FEWEST:
        return None
    measures = [
        _measured(what, part.slug, label % {"part": part.document.title}, own, others, settled)
        for part in parts_of(shelf.spoken())
        for what, label in ((totals.BEGUN, _("Begun on %(part)s")), (totals.PART, _("Completed %(part)s")))
    ]
    return Similar(others=len(others), measures=tuple(measures))


def _says_something(settled: Settled, place: Municipality) -> bool:
    return any(settled[Cell(totals.BEGUN + part.slug, place=place.pk)] for part in parts_of(shelf.now()))


def _measured(
    what: str,
    part: str,
    label: str,
    own: Municipality,
    others: Sequence[Municipality],
    settled: Settled,
) -> Measured:
    cell = Cell(what + part)
    shares = [_per_thousand(settled[cell._replace(place=place.pk)] or 0, place) for place in others]
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    count = settled[cell._replace(place=own.pk)]
    return Measured(
        key=cell.what,
        label=label,
        own=None if count is None else round(_per_thousand(count, own), 1),
        low=round(low, 1),
        middle=round(middle, 1),
        high=round(high, 1),
    )


def _per_thousand(count: int, place: Municipality) -> float:
    return 1000 * count / place.population
