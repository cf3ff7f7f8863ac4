"""The half page that politicians read."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.assessments import words
from baerekraft.assessments.document import MAIN, ZERO, Document
from baerekraft.assessments.reporting import effects, unknowns
from baerekraft.assessments.reporting.parts import Conflict, Gap, HalfPage, Told
from baerekraft.assessments.reporting.sayings import first_sentence, goal_in_a_sentence, paragraphs
from baerekraft.assessments.reporting.sides import CONFLICTS, STRONGEST, Side, gains, harms
from baerekraft.sdg import goals

GAPS = 3


def half_page(case: Document, conflicts: tuple[Conflict, ...], gaps: tuple[Gap, ...]) -> HalfPage:
    return HalfPage(
        summary=paragraphs(case.weighing.summary),
        sentences=tuple(_sentences(case, conflicts)),
        gains=tuple(_told(side) for side in gains(case)[:STRONGEST]),
        harms=tuple(_told(side) for side in harms(case)[:STRONGEST]),
        conflicts=tuple(one.title for one in conflicts if one.state != "rejected")[:CONFLICTS],
        gaps=unknowns.count(gaps),
        most_important_gaps=tuple(gap.what for gap in gaps if gap.kind != "unanswered")[:GAPS],
        advised=effects.title(case, case.weighing.choice) if case.weighing.choice else "",
    )


def _told(side: Side) -> Told:
    size = words.label(side.size, "Size") or _("Size not told")
    return Told(
        number=str(side.number),
        name=str(goals.get(side.number).short),
        label=size,
        reason=first_sentence(side.judgement.reason),
    )


def _sentences(case: Document, conflicts: tuple[Conflict, ...]) -> list[str]:
    """Two to four: what weighs most each way, how many conflicts, against what it was compared, and what is left."""
    said = [_strongest(case), _confirmed(conflicts), compared(case), remaining(case)]
    return [sentence for sentence in said if sentence]


def _strongest(case: Document) -> str:
    good, bad = gains(case), harms(case)
    names = {
        "good": goal_in_a_sentence(good[0].number) if good else "",
        "bad": goal_in_a_sentence(bad[0].number) if bad else "",
    }
    if good and bad:
        return _("The strongest positive effect is on %(good)s, the strongest negative on %(bad)s.") % names
    if good:
        return (
            _("The strongest positive effect is on %(good)s. No negative effects have been marked.") % names
        )
    if bad:
        return _("The strongest negative effect is on %(bad)s. No positive effects have been marked.") % names
    if any(one.effect for one in case.main.goals.values()):
        return _("Neither positive nor negative effects have been marked.")
    return _("No goals have been answered yet.")


def _confirmed(conflicts: tuple[Conflict, ...]) -> str:
    number = sum(one.state == "confirmed" for one in conflicts)
    if not number:
        return ""
    return ngettext(
        "The author has confirmed %(number)d conflict between goals.",
        "The author has confirmed %(number)d conflicts between goals.",
        number,
    ) % {"number": number}


def compared(case: Document) -> str:
    others = [id for id, _one in case.in_order if id not in (MAIN, ZERO)]
    has_zero = ZERO in case.alternatives
    if not others:
        return _("The proposal is compared with the zero alternative.") if has_zero else ""
    if has_zero:
        return ngettext(
            "The proposal is compared with the zero alternative and %(number)d other alternative.",
            "The proposal is compared with the zero alternative and %(number)d other alternatives.",
            len(others),
        ) % {"number": len(others)}
    return ngettext(
        "The proposal is compared with %(number)d other alternative.",
        "The proposal is compared with %(number)d other alternatives.",
        len(others),
    ) % {"number": len(others)}


def remaining(case: Document) -> str:
    answered = sum(bool(one.effect) for one in case.main.goals.values())
    left = len(goals.NUMBERS) - answered
    if not answered or not left:
        return ""
    return ngettext(
        "%(number)d of the 17 goals is not answered.", "%(number)d of the 17 goals are not answered.", left
    ) % {"number": left}
