"""The numbers of a place as they stand in the morning, through the day before: municipality(), county(), prepare().

They are counted once a night and kept. Until then the morning before is shown; where there is none, as in a new
installation, they are counted when somebody asks.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from baerekraft.catalog import shelf
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.reports import counting, settling
from baerekraft.reports.counting import Cell
from baerekraft.reports.models import Morning
from baerekraft.reports.settling import Settled
from baerekraft.reports.visible import in_county, parts_of

# Those who have told no municipality.
NOWHERE = 0
OLDEST = timedelta(days=2)


def municipality(place: Municipality, *, today: date) -> Settled:
    return _kept(_name(place), today) or _counted({place.pk: place.slug}, today)[place.pk]


def county(county: str, *, today: date) -> Settled:
    kept = _kept(f"county {county}", today)
    return kept or _county(county, _counted(_slugs(in_county(county)), today), today)


def prepare(*, today: date) -> int:
    """Count every place and keep it; return how many places. Doing it again the same day counts anew."""
    # One at a time, for the weeks of all units in a county are many.
    places = {
        pk: settling.without_groups(_counted({pk: slug}, today)[pk])
        for pk, slug in _slugs(in_county("")).items()
    }
    names = {place.pk: _name(place) for place in Municipality.objects.all()}
    made = {names[pk]: settled for pk, settled in places.items() if pk != NOWHERE}
    lying = MunicipalityCode.objects.filter(last_year=None).values_list("municipality", "county")
    counties: dict[str, list[int]] = {"": list(places)}
    for pk, name in lying:
        counties.setdefault(name, []).append(pk)
    for name, inside in counties.items():
        made[f"county {name}"] = _county(name, {pk: places[pk] for pk in inside}, today)
    _keep(made, today)
    return len(made)


def forget() -> None:
    """After borders have moved or everything is counted again."""
    Morning.objects.all().delete()


@transaction.atomic
def _keep(made: dict[str, Settled], today: date) -> None:
    Morning.objects.filter(as_of__lt=today - OLDEST).delete()
    Morning.objects.filter(as_of=today).delete()
    rows = [Morning(place=place, as_of=today, numbers=_packed(settled)) for place, settled in made.items()]
    Morning.objects.bulk_create(rows, batch_size=100)


def _kept(place: str, today: date) -> Settled | None:
    """The newest that is not too old."""
    found = Morning.objects.filter(place=place, as_of__lte=today, as_of__gte=today - OLDEST)
    row = found.order_by("-as_of").first()
    return _unpacked(row) if row else None


def _counted(slugs: Mapping[int, str], today: date) -> dict[int, Settled]:
    on_shelf = shelf.now()
    return {
        pk: settling.municipality(counted, parts_of(on_shelf, slugs[pk]), as_of=today)
        for pk, counted in counting.read(slugs, before=today).items()
    }


def _slugs(places: Iterable[Municipality]) -> dict[int, str]:
    return {NOWHERE: ""} | {place.pk: place.slug for place in places}


def _county(county: str, places: dict[int, Settled], today: date) -> Settled:
    inside = {pk: settled for pk, settled in places.items() if pk != NOWHERE or not county}
    return settling.county(inside, parts_of(shelf.now()), as_of=today)


def _name(place: Municipality) -> str:
    return f"municipality {place.pk}"


def _packed(settled: Settled) -> dict[str, object]:
    return {
        "cells": [[*cell, count] for cell, count in settled.cells.items() if count],
        "weeks": {
            week.isoformat(): [[cell.what, count] for cell, count in shown.items() if count]
            for week, shown in settled.weeks.items()
        },
        "units": settled.units,
    }


def _unpacked(row: Morning) -> Settled:
    numbers = row.numbers
    return Settled(
        row.as_of,
        {Cell(*cell): count for *cell, count in numbers["cells"]},
        {
            date.fromisoformat(week): {Cell(what): count for what, count in shown}
            for week, shown in numbers["weeks"].items()
        },
        tuple(numbers["units"]),
    )
