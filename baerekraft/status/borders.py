"""A municipality's line through time: which municipalities it was, and which counties it has been in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.status.words import SPAN


@dataclass(frozen=True)
class Era:
    """Some years with the same names and counties. No first: since before our figures. No last: still."""

    first: int | None
    last: int | None
    names: tuple[str, ...]
    counties: tuple[str, ...]


def eras(codes: Iterable[MunicipalityCode]) -> list[Era]:
    """Oldest first."""
    together: dict[tuple[int | None, int | None], list[MunicipalityCode]] = {}
    for code in codes:
        together.setdefault((code.first_year, code.last_year), []).append(code)
    return [
        Era(first, last, _each(code.name for code in group), _each(code.county for code in group))
        for (first, last), group in sorted(together.items(), key=lambda era: era[0][0] or 0)
    ]


def told(municipality: Municipality, past: Sequence[Era]) -> str:
    """«Moss og Rygge til 2019. Fylke: Østfold til 2019, Viken 2020–2023, Østfold fra 2024.»"""
    names = [_span(era, era.names) for era in past if era.names != (municipality.name,)]
    counties = ", ".join(_span(era, era.counties) for era in past)
    where = _("County: %(counties)s.") % {"counties": counties}
    return f"{', '.join(names)}. {where}" if names else where


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _span(era: Era, names: Sequence[str]) -> str:
    """The names with their years: «Viken 2020–2023»."""
    said = get_text_list(list(names), _("and"))
    if era.first and era.last:
        return f"{said} {era.first}{SPAN}{era.last}"
    if era.last:
        return _("%(names)s until %(year)s") % {"names": said, "year": era.last}
    return _("%(names)s from %(year)s") % {"names": said, "year": era.first} if era.first else said
