"""What a report's figures say, in sentences made by rule from what is shown and from nothing else."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from baerekraft.reports.report import Report, Row
from baerekraft.reports.similar import Measured, Similar
from baerekraft.reports.writing import EMPTY, decimal, figure

MOST = 3
# A week with less than this of the busiest one is a quiet week.
QUIET = 0.5


def leading(report: Report) -> Row | None:
    """The part that most have begun on; the first of them where none is shown."""
    parts = report.table("parts")
    if parts is None or not parts.rows:
        return None
    return max(parts.rows, key=lambda row: row.cells[0] or 0)


def headline(report: Report) -> list[Row]:
    """The rows that are looked at first, each with one number."""
    people, pledges, first = report.table("people"), report.table("pledges"), leading(report)
    slug = first.key if first else ""
    wanted = (f"begun:{slug}", f"part:{slug}", "active", "completed")
    rows = [row for key in wanted if people and (row := people.row(key))]
    if pledges and pledges.row("all"):
        rows.append(Row(key="kept", label=_("Pledges kept"), cells=(pledges.cell("all", "kept"),)))
    elif people and (started := people.row("started")):
        rows.append(started)
    return rows


def sentences(report: Report) -> list[str]:
    """At most three: how far people have come, what they have gone on to, and how it went last."""
    return list(_sentences(report))[:MOST]


def _sentences(report: Report) -> Iterator[str]:
    first = leading(report)
    if first is None or first.cells[0] is None:
        yield _("Too few have begun for figures to be shown.")
        return
    yield _how_far(first)
    yield _onwards(report, first)
    yield from _lately(report)


def _how_far(first: Row) -> str:
    begun, done = first.cells[:2]
    words = {"begun": figure(begun), "done": figure(done), "part": first.label}
    if done is None:
        return _("%(begun)s have begun on “%(part)s”. Too few to show have completed it.") % words
    return _("%(begun)s have begun on “%(part)s”, and %(done)s have completed it.") % words


def _onwards(report: Report, first: Row) -> str:
    table = report.table("parts")
    others = [row for row in (table.rows if table else ()) if row != first and row.cells[0]]
    if not others:
        return _("Too few to show have begun on the other parts.")
    told = [
        _("%(count)s on “%(part)s”") % {"count": figure(row.cells[0]), "part": row.label}
        for row in others[:2]
    ]
    return _("Further on, this many have begun: %(told)s.") % {"told": ", ".join(told)}


def _lately(report: Report) -> Iterator[str]:
    people = report.table("people")
    active = people.row("active") if people else None
    if active and active.cells[0] is not None:
        yield f"{active.label}: {figure(active.cells[0])}. {_busiest(report)}".strip()
    elif active:
        yield f"{active.label}: {_('too few to show')}. {_busiest(report)}".strip()
    elif people and people.cell("completed", "count"):
        count = figure(people.cell("completed", "count"))
        yield _("Together they have completed %(count)s lessons.") % {"count": count}


def _busiest(report: Report) -> str:
    weeks = report.table("weeks")
    shown = [row for row in (weeks.rows if weeks else ()) if row.cells[0]]
    if not shown:
        return ""
    most = max(shown, key=lambda row: row.cells[0] or 0)
    return _("The busiest was %(week)s, with %(count)s.") % {
        "week": most.label[:1].lower() + most.label[1:],
        "count": figure(most.cells[0]),
    }


def comparable(similar: Similar | None) -> list[Measured]:
    """What says something: where the place itself, or more than a quarter of the others, has a number."""
    return [one for one in similar.measures if one.own or one.high] if similar else []


def beside(measure: Measured, place: str) -> str:
    """One place among those of its size, in words."""
    return _(
        "%(place)s: %(own)s. Half of the others are between %(low)s and %(high)s, and the middle one has %(middle)s."
    ) % {
        "place": place,
        "own": EMPTY if measure.own is None else decimal(measure.own),
        "low": decimal(measure.low),
        "middle": decimal(measure.middle),
        "high": decimal(measure.high),
    }


def compared_with(similar: Similar) -> str:
    return _(
        "People per 1,000 inhabitants, beside the %(count)s municipalities nearest in size. They are not named."
    ) % {"count": similar.others}


def next_steps(report: Report) -> list[str]:
    """What can be done, the most telling first."""
    return list(_steps(report))[:MOST]


def _steps(report: Report) -> Iterator[str]:
    first = leading(report)
    if first is None or first.cells[0] is None:
        yield _("Start a campaign, by e-mail or with a poster where people take their break.")
        yield _("Let the managers say why, and set aside half an hour.")
        yield _("Begin with the first part, one lesson a week.")
        return
    if _is_quiet(report):
        yield _("It has been quiet lately. Send a reminder, or bring a lesson to the next meeting.")
    if (waiting := _could_go_on(report)) is not None:
        yield _("Invite those who have completed “%(done)s” to “%(next)s”.") % waiting
    pledges, checks = report.table("pledges"), report.table("checks")
    made, kept = (pledges.cell("all", "pledged"), pledges.cell("all", "kept")) if pledges else (None, None)
    if made and 2 * (kept or 0) < made:
        yield _("Ask in a meeting what has come of the steps that people have chosen.")
    if checks and checks.cell("started", "count") is None:
        yield _("Try the sustainability check on the next case: it takes twenty minutes.")
    yield _("Tell at work what has come of it. What others do makes more people begin.")
    yield _("Look at the lessons that many start and few complete, and ask why.")


def _is_quiet(report: Report) -> bool:
    people, weeks = report.table("people"), report.table("weeks")
    if not people or not people.row("active") or not weeks:
        return False
    busiest = max((row.cells[0] or 0 for row in weeks.rows), default=0)
    return (people.cell("active", "count") or 0) < QUIET * busiest


def _could_go_on(report: Report) -> dict[str, str] | None:
    """The first part that clearly more have completed than have begun on the next."""
    table = report.table("parts")
    rows = table.rows if table else ()
    for one, after in pairwise(rows):
        if (one.cells[1] or 0) > (after.cells[0] or 0):
            return {"done": one.label, "next": after.label}
    return None
