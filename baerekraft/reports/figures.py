"""The figures of one place: of(). Whoever asks for a scope must hold it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from baerekraft.accounts import inviting
from baerekraft.catalog import shelf
from baerekraft.catalog.courses import PartOnShelf
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.records.polls import EVERYONE
from baerekraft.reports import mornings
from baerekraft.reports.report import Kind, Report, Table
from baerekraft.reports.scopes import Scope
from baerekraft.reports.settling import Settled
from baerekraft.reports.tables import checks, groups, learning, lessons, municipalities, polls, weeks
from baerekraft.reports.visible import in_county, parts_of


def of(scope: Scope, *, today: date) -> Report:
    """Everything that happened before today, in the language being spoken."""
    if scope.municipality is None:
        return _county(scope.county, today)
    if scope.unit:
        return _unit(scope.municipality, scope.unit, today)
    return _municipality(scope.municipality, today)


def name_of(scope: Scope) -> str:
    if scope.unit:
        return f"{scope.unit.name}, {scope.municipality}"
    return str(scope.municipality or scope.county or ", ".join(inviting.counties()))


def kind_of(scope: Scope) -> Kind:
    return "unit" if scope.unit else "municipality" if scope.municipality else "county"


def _unit(municipality: Municipality, unit: Unit, today: date) -> Report:
    parts = parts_of(shelf.spoken(), municipality.slug)
    settled = mornings.municipality(municipality, today=today)
    tables = (
        lessons.people(settled, parts, unit=unit.pk),
        *lessons.funnels(settled, parts, unit=unit.pk),
        lessons.parts(settled, parts, unit=unit.pk),
        lessons.lessons(settled, parts, unit=unit.pk),
    )
    return Report(place=name_of(Scope(municipality, unit)), kind="unit", as_of=settled.as_of, tables=tables)


def _municipality(municipality: Municipality, today: date) -> Report:
    parts = parts_of(shelf.spoken(), municipality.slug)
    settled = mornings.municipality(municipality, today=today)
    units = Unit.objects.filter(municipality=municipality).alphabetical()
    tables = (
        *_common(settled, parts),
        groups.roles(settled, parts),
        groups.units(settled, parts, units),
        *_last(settled, parts, [municipality.pk]),
    )
    return Report(place=municipality.name, kind="municipality", as_of=settled.as_of, tables=tables)


def _county(county: str, today: date) -> Report:
    parts = parts_of(shelf.spoken())
    places = in_county(county)
    settled = mornings.county(county, today=today)
    tables = (
        *_common(settled, parts),
        municipalities.municipalities(settled, parts, places),
        *_last(settled, parts, [place.pk for place in places] if county else [EVERYONE]),
    )
    return Report(place=name_of(Scope(county=county)), kind="county", as_of=settled.as_of, tables=tables)


def _common(settled: Settled, parts: Sequence[PartOnShelf]) -> Iterator[Table]:
    yield lessons.people(settled, parts, active_in=last_full_week(settled.as_of))
    yield from lessons.funnels(settled, parts)
    yield lessons.parts(settled, parts)
    yield lessons.lessons(settled, parts)
    yield lessons.time(settled, parts)
    yield weeks.weeks(settled, parts)


def _last(settled: Settled, parts: Sequence[PartOnShelf], tallies: Sequence[int]) -> Iterator[Table]:
    yield learning.judgements(settled, parts)
    yield polls.polls(parts, tallies)
    yield checks.pledges(settled, parts)
    yield checks.checks(settled)


def last_full_week(today: date) -> date:
    """The Monday of the last week that was over before today."""
    return today - timedelta(days=today.weekday() + 7)
