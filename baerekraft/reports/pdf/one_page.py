"""A report on one page, as PDF/UA-1 and PDF/A-2a; the same report gives the same bytes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.indicators.charts import inks, marks
from baerekraft.indicators.charts.drawing import FONTS, NAMESPACE, Drawing, Sheet
from baerekraft.pdf import child, letters
from baerekraft.reports import weeks
from baerekraft.reports.pdf import saying
from baerekraft.reports.report import Report, Row, Table
from baerekraft.reports.similar import Measured, Similar
from baerekraft.reports.writing import figure

TEMPLATE = Path(__file__).parent / "one_page.typ"
SHEET = Sheet(width=360, text=14.5)
# Of the first figures, how many there is room for beside each other.
FIGURES = 5
MOST_PARTS = 4
MOST_COMPARED = 2


def pdf(report: Report, similar: Similar | None = None) -> bytes:
    """In the language being spoken."""
    language = get_language() or "nb"
    return child.pdf(TEMPLATE, on_paper(report, similar), language=language, created_on=report.as_of)


def on_paper(report: Report, similar: Similar | None) -> dict[str, Any]:
    """What the template needs."""
    through = date_format(report.as_of - timedelta(days=1), "DATE_FORMAT")
    return {
        "title": _("Sustainability in the municipality: %(place)s") % {"place": report.place},
        "place": report.place,
        "issuer": settings.ISSUER,
        "dated": date_format(report.as_of, "DATE_FORMAT"),
        "headline": [
            {"label": row.label, "shown": figure(row.cells[0])} for row in saying.headline(report)[:FIGURES]
        ],
        "sentences": saying.sentences(report),
        "parts": _parts(report.table("parts")),
        "weeks": _weeks(report.table("weeks")),
        "comparison": _beside(report.place, similar),
        "next": saying.next_steps(report),
        "words": _words(through),
    }


def _words(through: str) -> dict[str, str]:
    return {
        "kicker": _("Sustainability in the municipality"),
        "lead": _("How it goes with the course, through %(day)s.") % {"day": through},
        "short": _("In short"),
        "none": _("Nobody yet, or too few to show."),
        "parts": _("Part by part"),
        "key": _("Light: have begun. Dark: have completed."),
        "weeks": _("Week by week"),
        "comparison": _("Beside similar municipalities"),
        "next": _("What can be done next"),
        "steps": _(
            "Every number is rounded down to the nearest five, so that nobody can be picked out. «–» means fewer than five, or nobody."
        ),
    }


def _parts(table: Table | None) -> list[dict[str, Any]]:
    """Those that most have begun on, in the order of the course."""
    rows = table.rows if table else ()
    most = max([1, *(value for row in rows for value in row.cells if value)])
    chosen = sorted(rows, key=lambda row: -(row.cells[0] or 0))[:MOST_PARTS]
    return [_part(row, most) for row in rows if row in chosen]


def _part(row: Row, most: int) -> dict[str, Any]:
    whole, part = row.cells[:2]
    shown = _("%(part)s of %(whole)s") % {"part": figure(part), "whole": figure(whole)}
    return {
        "label": row.label,
        "shown": shown if whole or part else figure(None),
        "whole": round(100 * (whole or 0) / most, 2),
        "part": round(100 * (part or 0) / most, 2),
    }


def _beside(place: str, similar: Similar | None) -> dict[str, Any] | None:
    measures = saying.comparable(similar)[:MOST_COMPARED]
    if similar is None or not measures:
        return None
    end = max(max(one.high, one.own or 0) for one in measures) or 1
    return {
        "note": saying.compared_with(similar),
        "rows": [_compared(one, place, end) for one in measures],
    }


def _compared(one: Measured, place: str, end: float) -> dict[str, Any]:
    return {
        "label": one.label,
        "said": saying.beside(one, place),
        "own": None if one.own is None else 100 * one.own / end,
        "low": 100 * one.low / end,
        "middle": 100 * one.middle / end,
        "high": 100 * one.high / end,
    }


def _weeks(table: Table | None) -> dict[str, str] | None:
    drawing = weeks.active(table) if table else None
    return {"svg": _svg(drawing), "alt": f"{drawing.title}. {drawing.description}"} if drawing else None


def _svg(drawing: Drawing) -> str:
    """As wide as its column, with its own colours."""
    picture = drawing.layout(SHEET)
    height = marks.number(picture.height)
    return letters.printable(
        f'<svg xmlns="{NAMESPACE}" width="{SHEET.width}" height="{height}" viewBox="0 0 {SHEET.width} {height}" '
        f'font-family="{FONTS}" font-size="{SHEET.text}">{inks.embedded(picture.body)}</svg>'
    )
