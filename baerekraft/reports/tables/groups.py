"""Parts by role, by unit and by municipality: roles(), units()."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Unit
from baerekraft.records import totals
from baerekraft.reports.counting import Cell
from baerekraft.reports.report import Column, Row, Table
from baerekraft.reports.settling import Settled


def roles(settled: Settled, parts: Sequence[PartOnShelf]) -> Table:
    rows = (
        Row(key=role.value, label=str(role.label), cells=cells(settled, parts, Cell("", role=role.value)))
        for role in Learner.Role
    )
    return Table(
        key="roles",
        title=_("Roles"),
        note=_("The role they had then. Those who have not told their role are only in the totals."),
        columns=columns(parts),
        rows=tuple(rows),
    )


def units(settled: Settled, parts: Sequence[PartOnShelf], units: Iterable[Unit]) -> Table:
    shown = {unit: cells(settled, parts, Cell("", unit=unit.pk)) for unit in units}
    rows = [Row(key=str(unit.pk), label=unit.name, cells=shown[unit]) for unit in shown if not unit.closed_at]
    closed = [shown[unit] for unit in shown if unit.closed_at]
    if closed:
        # What is shown of each. Of what was done in all of them, whoever closes one after the other could tell each.
        together = tuple(sum(filter(None, some)) or None for some in zip(*closed, strict=True))
        rows.append(Row(key="closed", label=_("Closed units"), cells=together))
    return Table(
        key="units",
        title=_("Units"),
        note=_("The unit they worked in then. Those who have not told their unit are only in the totals."),
        columns=columns(parts),
        rows=tuple(rows),
    )


def columns(parts: Sequence[PartOnShelf]) -> tuple[Column, ...]:
    """For each part: begun, completed."""
    labels = ((totals.BEGUN, _("Begun on %(part)s")), (totals.PART, _("Completed %(part)s")))
    return tuple(
        Column(key=what + part.slug, label=label % {"part": part.document.title})
        for part in parts
        for what, label in labels
    )


def cells(settled: Settled, parts: Sequence[PartOnShelf], group: Cell) -> tuple[int | None, ...]:
    return tuple(
        settled[group._replace(what=what + part.slug)]
        for part in parts
        for what in (totals.BEGUN, totals.PART)
    )
