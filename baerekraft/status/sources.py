"""Where figures come from: each publication once, with its licence and the years taken from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from baerekraft.indicators import downloads
from baerekraft.indicators.models import Value
from baerekraft.status import words
from baerekraft.status.regional import Series

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Source:
    """A publication, in its own language."""

    publisher: str
    title: str
    url: str
    terms: str
    years: str
    notes: tuple[str, ...]


def of(values: Iterable[Value]) -> list[Source]:
    """In the order they are first met."""
    found: dict[Key, list[Value]] = {}
    for value in values:
        found.setdefault((value.publisher, value.title, value.url, value.licence), []).append(value)
    return [_source(rows) for rows in found.values()]


def of_series(series: Series) -> list[Source]:
    return of(point.value_row for points in series.values() for point in points)


def _source(rows: list[Value]) -> Source:
    one = rows[0]
    return Source(
        one.publisher,
        one.title,
        one.url,
        downloads.terms(one.licence),
        words.years(value.year for value in rows),
        _notes(rows),
    )


def _notes(rows: Iterable[Value]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.note for row in rows if row.note))
