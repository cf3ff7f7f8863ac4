"""Bringing the database up to the content files, and keeping one figure at a time that was fetched."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError as NotAddress
from django.core.validators import URLValidator
from django.db import transaction
from pydantic import ValidationError

from baerekraft.indicators import places, signals
from baerekraft.indicators.models import Indicator, Value
from baerekraft.indicators.places import Place, UnknownPlace
from baerekraft.municipalities.models import Municipality
from baerekraft.sdg import tables
from baerekraft.sdg.tables import Row

FOLDER = "indikatorer"
FIRST_YEAR, YEARS_AHEAD = 1900, 1
NEW, CHANGED, SAME, OLDER, GONE = "new", "changed", "same", "older", "gone"
RETOLD = "source changed"  # the same figure, but its publisher says something else about it
NEWS = {NEW, CHANGED, RETOLD, GONE}  # what a reader can see
BEFORE_FETCHED = "fetched is kept"
INDICATOR_FIELDS = [field.attname for field in Indicator._meta.concrete_fields if not field.primary_key]
LONGEST = {"publisher": 120, "title": 250, "url": 500, "licence": 120}

Key = tuple[str, int | None, str, int]


@dataclass(frozen=True)
class Source:
    """Who publishes a figure, where and on what terms."""

    publisher: str
    title: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""
    borders_year: int | None = None


TOLD = ["value", *(field.name for field in fields(Source))]


class Unfit(ValueError):
    """A figure that cannot be kept; the text says why."""


def load(folder: Path) -> Counter[str]:
    """Make the database agree with the files; count what became of the figures.

    What has been fetched since is kept. Raises BadTable, and then nothing is changed.
    """
    indicators = _read_indicators(folder / "indikatorer.csv")
    values = _read_values(sorted(folder.glob("verdier-*.csv")), indicators)
    with transaction.atomic():
        renamed = _save_indicators(indicators)
        outcomes = _save_values(values)
        removed, _ = Indicator.objects.exclude(pk__in=indicators).filter(values=None).delete()
        tell(outcomes, also=renamed or removed > 0)
    return outcomes


def tell(outcomes: Counter[str], *, also: bool = False) -> None:
    """Say that figures were loaded, if there is anything new to see. Call it in the transaction that keeps them."""
    if also or NEWS & (+outcomes).keys():
        signals.loaded.send(Value)


@transaction.atomic
def keep(
    indicator: Indicator | str,
    place: Municipality | Place | str,
    year: int,
    value: Any,
    source: Source,
    *,
    updated: datetime,
    at: datetime,
) -> str:
    """Keep a fetched figure, and say what became of it: new, changed, source changed, same, older, or refused: why.

    `updated` is the publisher's own time, and nothing is overwritten unless that is newer. `at` is when we asked.
    Whoever keeps some counts the answers and calls `tell` once.
    """
    try:
        measure = _indicator(indicator)
        where = places.find(place)
        number = fit(measure, value, year=year, at=at)
        _check_source(source)
    except (Unfit, UnknownPlace) as error:
        return f"refused: {error}"
    told = {field.name: getattr(source, field.name) for field in fields(Source)}
    fetched = told | {
        "value": number,
        "loaded_from": Value.From.SSB,
        "updated_at": updated,
        "fetched_at": at,
    }
    key: dict[str, Any] = {**vars(where), "indicator": measure, "year": year}
    row, created = Value.objects.select_for_update().get_or_create(**key, defaults=fetched)
    if created:
        return NEW
    if row.updated_at and updated <= row.updated_at:
        return SAME if number == row.value else OLDER
    outcome = _became(row, fetched)
    for name, content in fetched.items():
        setattr(row, name, content)
    row.save()
    return outcome


def _became(row: Value, fetched: dict[str, Any]) -> str:
    if row.value != fetched["value"]:
        return CHANGED
    return SAME if all(getattr(row, name) == fetched[name] for name in TOLD) else RETOLD


def fit(indicator: Indicator, value: Any, *, year: int, at: datetime | None = None) -> Decimal:
    """The number as it is kept. Raises Unfit."""
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise Unfit(f"«{value}» is not a number") from None
    if not number.is_finite() or isinstance(value, bool):
        raise Unfit(f"«{value}» is not a number")
    if not indicator.least <= number <= indicator.most:
        raise Unfit(f"{number} is outside {_plain(indicator.least)}–{_plain(indicator.most)}")
    if year < FIRST_YEAR or (at and year > at.year + YEARS_AHEAD):
        raise Unfit(f"{year} is not a year we can have figures for")
    return round(number, 6)


def _plain(limit: Decimal) -> str:
    """Without the noughts that the database puts behind it."""
    return f"{Decimal(limit).normalize():f}"


def _indicator(indicator: Indicator | str) -> Indicator:
    if isinstance(indicator, Indicator):
        return indicator
    found = Indicator.objects.filter(pk=indicator).first()
    if not found:
        raise Unfit(f"«{indicator}» is not an indicator")
    return found


def _check_source(source: Source) -> None:
    if not source.publisher:
        raise Unfit("nobody is named as publisher")
    for name, longest in LONGEST.items():
        if len(getattr(source, name)) > longest:
            raise Unfit(f"{name} is longer than {longest}")
    if source.url:
        try:
            URLValidator(schemes=["http", "https"])(source.url)
        except NotAddress:
            raise Unfit(f"«{source.url}» is not an address") from None


def _read_indicators(path: Path) -> dict[str, Indicator]:
    rows = tables.by_key(path, "slug").values()
    return {row["slug"]: _read_indicator(row, place) for place, row in enumerate(rows)}


def _read_indicator(row: Row, place: int) -> Indicator:
    try:
        indicator = Indicator(
            slug=row["slug"],
            goal=row.integer("goal"),
            target=row["target"],
            name=row.texts("name"),
            unit=row.texts("unit"),
            wanted=row["wanted"],
            decimals=row.integer("decimals"),
            least=Decimal(row["least"]),
            most=Decimal(row["most"]),
            joining=row["joining"],
            note=row["note"],
            place=place,
        )
        indicator.clean_fields()
    except (ValidationError, InvalidOperation) as error:
        raise row.error(error) from error
    except NotAddress as error:
        name, messages = next(iter(error.message_dict.items()))
        raise row.error(f"{name}: {messages[0]}") from error
    if not 1 <= indicator.goal <= 17:
        raise row.error(f"there is no goal {indicator.goal}")
    if indicator.target and indicator.target.split(".")[0] != str(indicator.goal):
        raise row.error(f"target {indicator.target} is not in goal {indicator.goal}")
    if indicator.least > indicator.most:
        raise row.error("least is above most")
    return indicator


def _read_values(paths: list[Path], indicators: dict[str, Indicator]) -> dict[Key, Value]:
    find = places.register().find
    values: dict[Key, Value] = {}
    stands: dict[Key, str] = {}
    checked: set[Source] = set()
    for path in paths:
        for row in tables.rows(path):
            value = _read_value(row, indicators, find, checked)
            key = _key(value)
            if key in values:
                raise row.error(
                    f"{value.indicator_id} {row['place']} {value.year} stands on {stands[key]} too"
                )
            values[key] = value
            stands[key] = f"{path.name}, line {row.line}"
    return values


def _read_value(
    row: Row, indicators: dict[str, Indicator], find: Callable[[str], Place], checked: set[Source]
) -> Value:
    source = Source(
        publisher=row["publisher"],
        title=row["title"],
        url=row["url"],
        licence=row["licence"],
        note=row["note"],
        borders_year=row.integer("borders_year") if row["borders_year"] else None,
    )
    indicator = indicators.get(row["indicator"])
    if not indicator:
        raise row.error(f"«{row['indicator']}» is not in indikatorer.csv")
    try:
        place = find(row["place"])
        year = row.integer("year")
        number = fit(indicator, row["value"], year=year)
        if source not in checked:
            _check_source(source)
            checked.add(source)
    except (Unfit, UnknownPlace) as error:
        raise row.error(error) from error
    return Value(
        indicator_id=indicator.slug,
        municipality_id=place.municipality_id,
        region=place.region,
        year=year,
        value=number,
        **vars(source),
    )


def _save_indicators(indicators: dict[str, Indicator]) -> bool:
    """Whether there was anything to save."""
    there = Indicator.objects.in_bulk()
    if {slug: _told(row) for slug, row in indicators.items()} == {
        slug: _told(row) for slug, row in there.items() if slug in indicators
    }:
        return False
    Indicator.objects.bulk_create(
        indicators.values(), update_conflicts=True, unique_fields=["slug"], update_fields=INDICATOR_FIELDS
    )
    return True


def _told(indicator: Indicator) -> list[Any]:
    return [getattr(indicator, name) for name in INDICATOR_FIELDS]


def _save_values(values: dict[Key, Value]) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    new, changed = dict(values), []
    gone = []
    for row in Value.objects.all():
        wanted = new.pop(_key(row), None)
        if row.loaded_from != Value.From.FILE:
            outcomes[BEFORE_FETCHED] += wanted is not None
        elif wanted is None:
            gone.append(row.pk)
        elif any(getattr(row, name) != getattr(wanted, name) for name in TOLD):
            wanted.pk = row.pk
            changed.append(wanted)
        else:
            outcomes[SAME] += 1
    Value.objects.bulk_create(new.values(), batch_size=500)
    # By primary key: bulk_update takes seconds for what this does in a tenth.
    Value.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=TOLD
    )
    for start in range(0, len(gone), 500):
        Value.objects.filter(pk__in=gone[start : start + 500]).delete()
    outcomes.update({NEW: len(new), CHANGED: len(changed), GONE: len(gone)})
    return +outcomes


def _key(value: Value) -> Key:
    return value.indicator_id, value.municipality_id, value.region, value.year
