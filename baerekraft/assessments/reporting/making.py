"""A whole report from an assessment, in words of the reader's language."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from baerekraft.assessments import document, sets, wheel, words
from baerekraft.assessments.document import Document
from baerekraft.assessments.reporting import casepaper, effects, headings, method, summary, tensions, unknowns
from baerekraft.assessments.reporting.parts import Fact, FollowUp, Shown, Weighing, Wheel
from baerekraft.assessments.reporting.sayings import day, paragraphs


def shown(
    case: Document,
    *,
    known: sets.Sets,
    language: str,
    dated: date,
    version: int | None,
    address: str = "",
    municipality: str = "",
    checksum: str = "",
) -> Shown:
    """Without a `version` it is a draft, and says so. `municipality` is its name; the case's own word where empty."""
    with override(language):
        return Shown(
            language=language,
            is_final=version is not None,
            version=version,
            dated=day(dated),
            dated_on=dated,
            checksum=checksum,
            address=address,
            words=headings.words(),
            **_status(dated, version),
            **_case(case.case, municipality or case.case.municipality),
            **_content(case, known),
        )


def _status(dated: date, version: int | None) -> dict[str, str]:
    if version is None:
        notice = _("As of %(day)s. The assessment may still change.")
        return {"status": _("Draft"), "notice": notice % {"day": day(dated)}}
    status = _("Final report, version %(version)d") % {"version": version}
    return {"status": status, "notice": _("Frozen on %(day)s. It does not change.") % {"day": day(dated)}}


def _case(case: document.Case, municipality: str) -> dict[str, object]:
    told = {
        "kind": (_("Kind of case"), words.label(case.kind)),
        "number": (_("Case number"), case.number),
        "unit": (_("Unit"), case.unit),
        "municipality": (_("Municipality"), municipality),
        "decided": (_("Date of decision"), day(case.decided_on)),
    }
    return {
        **{name: value for name, (_label, value) in told.items()},
        "facts": tuple(Fact(label=label, value=value) for label, value in told.values() if value),
        "title": case.title or _("A case without a title"),
        "subtitle": _("How the case affects the Sustainable Development Goals"),
        "participants": paragraphs(case.participants),
        "description": paragraphs(case.description),
    }


def _content(case: Document, known: sets.Sets) -> dict[str, object]:
    """In a short report only what has been answered; in a whole one the proposal and its wheel are always there."""
    short = case.triage.needed == document.Answer.NO
    whole = not short or _is_judged(case)
    conflicts = tensions.found(case, known) if whole else ()
    titles = {one.id: one.title for one in conflicts}
    gaps = tuple(gap for gap in unknowns.gaps(case, known) if whole or gap.kind != "unanswered")
    return {
        "is_short": short,
        "short_reason": (paragraphs(case.triage.reason) or (_("Not filled in"),)) if short else (),
        "half_page": None if short else summary.half_page(case, conflicts, gaps),
        "paragraph": casepaper.short(case) if short else casepaper.whole(case, conflicts),
        "wheel": _wheel(case) if whole else None,
        "triage": unknowns.triage(case),
        "triage_note": (*(() if short else paragraphs(case.triage.reason)), *paragraphs(case.triage.note)),
        "alternatives": effects.alternatives(case, known) if whole else (),
        "comparison": effects.comparison(case),
        "conflicts": conflicts,
        "measures": tensions.measures(case, titles),
        "gaps": gaps,
        "weighing": _weighing(case),
        "follow_up": _follow_up(case.follow_up),
        "method": method.paragraphs(case, known, judged=whole, sources=any(one.source for one in conflicts)),
    }


def _is_judged(case: Document) -> bool:
    return any(
        judgement.effect
        for one in case.alternatives.values()
        for judgement in (*one.goals.values(), *one.targets.values())
    )


def _wheel(case: Document) -> Wheel:
    judged = {int(number): judgement for number, judgement in case.main.goals.items()}
    title = _("The wheel of the 17 goals")
    legend = {
        "positive": _("Positive, outward"),
        "negative": _("Negative, inward"),
        "unknown": _("Do not know"),
        "none": _("Not affected"),
        "unanswered": _("Not answered"),
    }
    return Wheel(
        svg=wheel.svg(judged, title=title),
        print_svg=wheel.svg(judged, title=title, for_print=True),
        alt=wheel.describe(judged),
        caption=_(
            "What the proposal does to the 17 goals. One ring is small, two are medium, three are large."
        ),
        legend=tuple(Fact(label=code, value=text) for code, text in legend.items()),
    )


def _weighing(case: Document) -> Weighing | None:
    choice = effects.title(case, case.weighing.choice) if case.weighing.choice else ""
    reason = paragraphs(case.weighing.reason)
    return Weighing(choice=choice, reason=reason) if choice or reason else None


def _follow_up(planned: document.FollowUp) -> FollowUp | None:
    told = FollowUp(on=day(planned.on), note=paragraphs(planned.note))
    return told if told.on or told.note else None
