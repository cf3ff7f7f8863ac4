"""A county's municipalities beside each other: municipalities()."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.municipalities.models import Municipality
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import Settled
from baerekraft.reports.tables import groups

THOUSAND = "-per-1000"


def municipalities(settled: Settled, parts: Sequence[PartOnShelf], places: Sequence[Municipality]) -> Table:
    counted = groups.columns(parts)
    label = _("%(column)s, per 1,000 inhabitants")
    compared = (
        Column(key=column.key + THOUSAND, label=label % {"column": column.label}, unit="per-1000")
        for column in counted
    )
    return Table(
        key="municipalities",
        title=_("Municipalities"),
        note=_("Each number is the one that the municipality sees itself."),
        columns=(*counted, *compared),
        rows=tuple(_row(settled, parts, place) for place in places),
    )


def per_thousand(count: int | None, inhabitants: int) -> int | None:
    return None if count is None or not inhabitants else round(1000 * count / inhabitants)


def _row(settled: Settled, parts: Sequence[PartOnShelf], place: Municipality) -> Row:
    counts = groups.cells(settled, parts, Cell("", place=place.pk))
    compared = (per_thousand(count, place.population) for count in counts)
    return Row(key=place.slug, label=place.name, cells=(*counts, *compared))
