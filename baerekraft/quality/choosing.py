"""What of the board is shown, in which order, and as a file."""

import csv
from io import StringIO
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baerekraft.indicators.downloads import safe
from baerekraft.quality import board
from baerekraft.quality.board import Row

ORDERS: dict[str, Any] = {
    "title": lambda row: row.page.title.casefold(),
    "status": lambda row: list(board.STATUSES).index(row.status),
    "changed": lambda row: row.changed_at.timestamp() if row.changed_at else 0,
    "minutes": lambda row: row.quality.minutes if row.quality else 0,
    "reading": lambda row: row.quality.reading if row.quality else 0,
    "hints": lambda row: (
        (row.quality.must, row.quality.should, row.quality.could) if row.quality else (0, 0, 0)
    ),
    "figures": lambda row: (row.quality.figures_from if row.quality else None) or 9999,
    "sources": lambda row: len(row.old) + row.dead,
    "questions": lambda row: min((question.right for question in row.questions), default=101),
}
COLUMNS = [
    ("title", gettext_lazy("Lesson")),
    ("status", gettext_lazy("Status")),
    ("changed", gettext_lazy("Last changed")),
    ("minutes", gettext_lazy("Minutes")),
    ("reading", gettext_lazy("Readability")),
    ("hints", gettext_lazy("Hints")),
    ("figures", gettext_lazy("Figures from")),
    ("sources", gettext_lazy("Sources to renew")),
    ("questions", gettext_lazy("Questions")),
]


def filters(rows: list[Row]) -> list[dict[str, Any]]:
    """The choices there are, each with what it is called in the address."""
    courses = {row.course.slug: row.course.title for row in reversed(rows)}
    parts = {row.part.slug: row.part.title for row in reversed(rows)}
    return [
        {"name": "kurs", "label": _("Course"), "choices": reversed(courses.items())},
        {"name": "del", "label": _("Part"), "choices": reversed(parts.items())},
        {"name": "sprak", "label": _("Language"), "choices": settings.LANGUAGES},
        {"name": "status", "label": _("Status"), "choices": board.STATUSES.items()},
    ]


def chosen(rows: list[Row], asked: QueryDict) -> list[Row]:
    """The rows asked for, in the order asked for; what is not known is as if it was not asked."""
    wanted = {"kurs": "course", "del": "part", "sprak": "language", "status": "status"}
    for name, attribute in wanted.items():
        if value := asked.get(name, ""):
            rows = [row for row in rows if _slug(getattr(row, attribute)) == value]
    order = asked.get("sorter", "")
    if key := ORDERS.get(order.removeprefix("-")):
        rows = sorted(rows, key=key, reverse=order.startswith("-"))
    return rows


def _slug(value: Any) -> str:
    return str(getattr(value, "slug", value))


def columns(asked: QueryDict) -> list[dict[str, Any]]:
    """Headings with the address that sorts by them, the other way round the second time."""
    current = asked.get("sorter", "")
    found = []
    for name, label in COLUMNS:
        other = asked.copy()
        other["sorter"] = f"-{name}" if current == name else name
        direction = {name: "ascending", f"-{name}": "descending"}.get(current, "")
        found.append({"label": label, "url": f"?{other.urlencode()}", "sorted": direction})
    return found


def as_csv(rows: list[Row]) -> str:
    """For a spreadsheet: semicolons, and no text that it takes for a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(str, HEADER))
    for row in rows:
        writer.writerow(safe(cell) if isinstance(cell, str) else cell for cell in _cells(row))
    return out.getvalue()


HEADER = [
    *(
        gettext_lazy("Course"),
        gettext_lazy("Part"),
        gettext_lazy("Lesson"),
        gettext_lazy("Language"),
        gettext_lazy("Status"),
        gettext_lazy("Last changed"),
    ),
    *(
        gettext_lazy("Changed by"),
        gettext_lazy("Minutes"),
        gettext_lazy("Readability"),
        gettext_lazy("Mend this"),
        gettext_lazy("Worth mending"),
    ),
    *(
        gettext_lazy("Consider this"),
        gettext_lazy("Figures from"),
        gettext_lazy("Newer figures"),
        gettext_lazy("Behind its original"),
    ),
    *(gettext_lazy("Dead links"), gettext_lazy("Old sources")),
    *(gettext_lazy("Questions, per cent right"), gettext_lazy("Address")),
]


def _cells(row: Row) -> list[Any]:
    quality, yes = row.quality, _("yes")
    changed = timezone.localtime(row.changed_at).strftime("%Y-%m-%d %H:%M") if row.changed_at else ""
    measured: list[Any] = [""] * 6
    if quality:
        weights = (quality.must, quality.should, quality.could)
        measured = [quality.minutes, quality.reading, *weights, quality.figures_from or ""]
    return [
        *(
            row.course.title,
            row.part.title,
            row.page.title,
            row.language,
            row.status_name,
            changed,
            row.changed_by,
        ),
        *measured,
        yes if quality and quality.newer else "",
        yes if row.is_behind else "",
        row.dead or "",
        "; ".join(f"{source.name} ({source.year})" for source in row.old),
        "; ".join(f"{question.prompt} ({question.right} %)" for question in row.questions),
        f"{settings.BASE_URL}/redaksjon/pages/{row.page.pk}/edit/",
    ]
