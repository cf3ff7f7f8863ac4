"""A report as a Word document: real headings and tables, to be pasted from. It says what the PDF says, in the same order."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO

from django.conf import settings

from baerekraft.assessments.paper import wordfile
from baerekraft.assessments.paper.wordfile import Paper
from baerekraft.assessments.reporting import Shown, parts
from baerekraft.pdf import child

WHEEL_MM, WHEEL_PIXELS = 110, 700


def docx(report: Shown) -> bytes:
    """The same report gives the same bytes."""
    paper = Paper(
        title=report.title,
        subject=report.subtitle,
        issuer=settings.ISSUER,
        language=report.language,
        made_at=datetime.combine(report.dated_on, time(12), UTC),
        running=f"{report.status} · {report.dated}",
    )
    _top(paper, report)
    _opening(paper, report)
    _case(paper, report)
    _effects(paper, report)
    _tensions(paper, report)
    _ending(paper, report)
    buffer = BytesIO()
    paper.save(buffer)
    return wordfile.same_every_time(buffer.getvalue())


def _top(paper: Paper, report: Shown) -> None:
    paper.note(report.subtitle)
    paper.heading(report.title, 0)
    paper.callout(f"{report.status}. {report.notice}", warns=not report.is_final)
    for fact in report.facts:
        paper.labelled(fact.label, fact.value)


def _opening(paper: Paper, report: Shown) -> None:
    words = report.words
    if report.is_short:
        paper.heading(words.short)
        paper.paragraphs(report.short_reason)
    if report.half_page:
        paper.heading(words.half_page)
        _half_page(paper, report.half_page, words)
    if report.paragraph:
        paper.heading(words.paragraph)
        paper.paragraph(report.paragraph)


def _half_page(paper: Paper, half: parts.HalfPage, words: parts.Words) -> None:
    paper.paragraphs(half.summary)
    paper.paragraph(" ".join(half.sentences))
    if half.advised:
        paper.labelled(words.advised, half.advised)
    for label, told in ((words.gains, half.gains), (words.harms, half.harms)):
        if told:
            paper.heading(label, 2)
            paper.bullets(_told(one) for one in told)
    if half.conflicts:
        paper.heading(words.top_conflicts, 2)
        paper.bullets(half.conflicts)
    if half.gaps:
        paper.heading(words.gaps, 2)
        paper.paragraph(half.gaps)
        paper.bullets(half.most_important_gaps)


def _told(one: parts.Told) -> str:
    said = f"{one.number} {one.name}" + (f": {one.label}." if one.label else "")
    return f"{said} {one.reason}".strip()


def _case(paper: Paper, report: Shown) -> None:
    words = report.words
    if report.description or report.participants:
        paper.heading(words.case)
    if report.description:
        paper.heading(words.description, 2)
        paper.paragraphs(report.description)
    if report.participants:
        paper.heading(words.participants, 2)
        paper.bullets(report.participants)
    if report.triage or report.triage_note:
        paper.heading(words.triage)
    if report.triage:
        rows = [(asked.question, asked.label, asked.means) for asked in report.triage]
        paper.table((words.question, words.answer, words.means), rows, widths=(75, 22, 69))
    paper.paragraphs(report.triage_note)


def _effects(paper: Paper, report: Shown) -> None:
    words = report.words
    if wheel := report.wheel:
        paper.heading(words.wheel)
        picture = child.png(wheel.print_svg, width_mm=WHEEL_MM, pixels=WHEEL_PIXELS)
        paper.picture(picture, width_mm=WHEEL_MM, alternative=wheel.alt)
        paper.note(" ".join([wheel.caption, *(f"{one.value}." for one in wheel.legend)]))
    if report.comparison:
        _comparison(paper, report.comparison, words)
    if report.alternatives:
        paper.heading(words.effects)
        paper.note(words.effects_note)
    for one in report.alternatives:
        _alternative(paper, one, words)


def _comparison(paper: Paper, comparison: parts.Comparison, words: parts.Words) -> None:
    names = comparison.alternatives
    rows = [
        (f"{row.number} {row.name}", *(f"{cell.mark} {cell.label}".strip() for cell in row.cells))
        for row in comparison.rows
    ]
    # So many columns need the long side.
    many = len(names) > 4
    if many:
        paper.turn(on_its_side=True)
    paper.heading(words.comparison)
    room = wordfile.LONG_SIDE if many else wordfile.SHORT_SIDE
    widths = (38, *[(room - 38) / len(names)] * len(names))
    paper.table((words.goal, *names), rows, widths=widths, small=many)
    if many:
        paper.turn(on_its_side=False)


def _alternative(paper: Paper, one: parts.Alternative, words: parts.Words) -> None:
    paper.heading(f"{one.name} ({words.advised_tag.lower()})" if one.is_advised else one.name, 2)
    paper.paragraphs(one.description)
    paper.paragraph(one.note)
    if one.rows:
        _judgements(paper, one.rows, words)
    if one.loose:
        paper.heading(words.loose, 3)
        _judgements(paper, one.loose, words)
    for label, goals in ((words.not_affected, one.not_affected), (words.unanswered, one.unanswered)):
        if goals:
            paper.labelled(f"{label}:", ", ".join(goals))


def _judgements(paper: Paper, rows: Iterable[parts.Row], words: parts.Words) -> None:
    flat = [row for goal in rows for row in (goal, *goal.targets)]
    cells = [
        (
            f"{row.number} {row.name}",
            f"{row.mark} {row.label}".strip(),
            "\n".join(row.reason),
            "\n".join(row.details),
        )
        for row in flat
    ]
    paper.table((words.goal, words.effect, words.reason, words.details), cells, widths=(38, 28, 68, 32))


def _tensions(paper: Paper, report: Shown) -> None:
    words = report.words
    if report.conflicts or not report.is_short:
        paper.heading(words.conflicts)
        if not report.conflicts:
            paper.paragraph(words.no_conflicts)
    for one in report.conflicts:
        _conflict(paper, one, words)
    if report.measures or not report.is_short:
        paper.heading(words.measures)
        _measures(paper, report)


def _conflict(paper: Paper, one: parts.Conflict, words: parts.Words) -> None:
    paper.heading(one.title, 2)
    paper.note(one.state_label)
    paper.paragraphs(one.explanation)
    for label, goal in ((words.gains_goal, one.gains), (words.harmed_goal, one.harmed)):
        if goal and one.origin == "own":
            paper.labelled(label, goal)
    for number, said in enumerate(one.comment):
        paper.labelled("" if number else words.comment, said)
    if one.measures:
        paper.labelled(words.conflict_measures, "")
        paper.bullets(one.measures)
    if one.source:
        paper.note(f"{words.source} {_source(one.source)}")


def _source(source: parts.Source) -> str:
    said = source.publisher + (f" ({source.year})" if source.year else "")
    return " ".join(filter(None, [said + (f": {source.title}" if source.title else ""), source.url]))


def _measures(paper: Paper, report: Shown) -> None:
    words, told = report.words, report.has_outcomes
    if not report.measures:
        paper.paragraph(words.no_measures)
        return
    rows = [
        (
            one.text,
            one.owner or words.not_filled_in,
            one.due or words.not_filled_in,
            one.about,
            *(["\n".join(filter(None, [one.outcome, *one.outcome_note]))] if told else []),
        )
        for one in report.measures
    ]
    heads = (words.measure, words.owner, words.due, words.about, *([words.outcome] if told else []))
    paper.table(heads, rows, widths=(50, 30, 24, 32, 30) if told else (66, 34, 26, 40))


def _ending(paper: Paper, report: Shown) -> None:
    words = report.words
    if report.gaps or not report.is_short:
        paper.heading(words.gaps)
        paper.bullets(" ".join([gap.what, *gap.reason]) for gap in report.gaps)
        if not report.gaps:
            paper.paragraph(words.no_gaps)
    if weighing := report.weighing:
        paper.heading(words.weighing)
        if weighing.choice:
            paper.labelled(words.choice, weighing.choice)
        paper.paragraphs(weighing.reason)
    if follow_up := report.follow_up:
        paper.heading(words.follow_up)
        paper.paragraphs([follow_up.on, *follow_up.note])
    paper.heading(words.method)
    paper.paragraphs(report.method)
