"""The questions behind the hints: each looks at the check and says its hint, or nothing where all is well."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baerekraft.assessments.conflicts import Found
from baerekraft.assessments.conflicts.marks import Mark
from baerekraft.assessments.document import ZERO, Answer, Certainty, Document, Measure, Place, Size
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

NAMED = 3  # goals by name; the rest are counted
SHORT = 100  # characters of a description
MANY = 10  # goals that are not affected
SOON = timedelta(days=7)
STATUTORY = {
    "impact_assessment": gettext_lazy("statutory impact assessment"),
    "sami": gettext_lazy("consultation with Sámi interests"),
    "children": gettext_lazy("the interests of children"),
    "universal_design": gettext_lazy("universal design"),
}


@dataclass(frozen=True)
class Look:
    """What the hints are drawn from."""

    document: Document
    comments: int
    today: date
    marks: tuple[Mark, ...]
    conflicts: tuple[Found, ...]

    @property
    def affecting(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.effect.signs)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(measure for _id, measure in sorted(self.document.measures.items()) if measure.text)


def comments(look: Look) -> str:
    if not look.comments:
        return ""
    return ngettext(
        "One comment waits for an answer.", "%(count)d comments wait for an answer.", look.comments
    ) % {"count": look.comments}


def law_asks(look: Look) -> str:
    said = _statutory(look, {Answer.YES})
    return said and _(
        "You have answered yes about %(questions)s. The law asks for more there, and this check does not replace it."
    ) % {"questions": said}


def law_unanswered(look: Look) -> str:
    said = _statutory(look, {"", Answer.UNKNOWN})
    return said and _(
        "Find out about %(questions)s before the case goes on: this check does not replace what the law asks for."
    ) % {"questions": said}


def _statutory(look: Look, answers: set[str]) -> str:
    return _joined(
        [str(name) for field, name in STATUTORY.items() if getattr(look.document.triage, field) in answers]
    )


def unanswered(look: Look) -> str:
    answered = {number for number, said in look.document.main.goals.items() if said.effect}
    left = [number for number in goals.NUMBERS if str(number) not in answered]
    if not left:
        return ""
    return ngettext(
        "One goal has no answer yet: %(goals)s. «Do not know» is an answer too.",
        "%(count)d goals have no answer yet: %(goals)s. «Do not know» is an answer too.",
        len(left),
    ) % {"count": len(left), "goals": _named(left)}


def unmeasured(look: Look) -> str:
    bare = [
        one.title for one in look.conflicts if one.confirmed and not any(m.text for _id, m in one.measures)
    ]
    if not bare:
        return ""
    return ngettext(
        "You have confirmed a conflict that no measure eases: %(conflicts)s.",
        "You have confirmed %(count)d conflicts that no measure eases: %(conflicts)s.",
        len(bare),
    ) % {"count": len(bare), "conflicts": _counted(bare)}


def large_harm(look: Look) -> str:
    """A measure that is tied to no conflict may be meant for any harm, so then nothing is said."""
    if any(not measure.about for measure in look.measures):
        return ""
    eased = {one.goals[1] for one in look.conflicts if any(measure.text for _id, measure in one.measures)}
    bare = {mark.goal for mark in look.affecting if _harms_largely(mark)} - eased
    if not bare:
        return ""
    return _("You expect large harm to %(goals)s. Can a measure make it smaller?") % {"goals": _named(bare)}


def _harms_largely(mark: Mark) -> bool:
    return -1 in mark.effect.signs and mark.judgement.harm == Size.LARGE


def all_good(look: Look) -> str:
    goods = {mark.goal for mark in look.affecting}
    if len(goods) < 2 or any(-1 in mark.effect.signs for mark in look.affecting):
        return ""
    return _("You have found good effects only. Is there anybody, here or elsewhere, who loses something?")


def environment(look: Look) -> str:
    environment = [goal.number for goal in goals.every() if goal.dimension == "environment"]
    looked_at = [
        mark
        for mark in look.marks
        if mark.goal in environment and (mark.effect is not Effect.NONE or mark.judgement.reason)
    ]
    if looked_at or not look.affecting:
        return ""
    return _("No environmental goal is marked as affected: %(goals)s. Look at them once more.") % {
        "goals": _joined([_name(number) for number in environment])
    }


def reasons(look: Look) -> str:
    given = {mark.goal for mark in look.marks if mark.judgement.reason}
    bare = {mark.goal for mark in look.affecting} - given
    if not bare:
        return ""
    return ngettext(
        "One effect has no reason yet: %(goals)s. A sentence is enough.",
        "Effects on %(count)d goals have no reason yet: %(goals)s. A sentence for each is enough.",
        len(bare),
    ) % {"count": len(bare), "goals": _named(bare)}


def unanswered_conflicts(look: Look) -> str:
    if not look.conflicts or any(one.answered for one in look.conflicts):
        return ""
    return _("No conflict between goals has been answered yet. Begin with this one: %(conflict)s.") % {
        "conflict": look.conflicts[0].title
    }


def summary(look: Look) -> str:
    return (
        ""
        if look.document.weighing.summary
        else _("Those who decide have no summary to read yet. Half a page will do.")
    )


def unsure(look: Look) -> str:
    bare = {
        mark.goal
        for mark in look.affecting
        if mark.judgement.certainty == Certainty.UNSURE and _is_large(mark)
    }
    if not bare:
        return ""
    return _("Large effects are uncertain: %(goals)s. Who could tell you more?") % {"goals": _named(bare)}


def _is_large(mark: Mark) -> bool:
    return _harms_largely(mark) or (1 in mark.effect.signs and mark.judgement.gain == Size.LARGE)


def owners(look: Look) -> str:
    bare = [measure.text for measure in look.measures if not (measure.owner and measure.due_on)]
    if not bare:
        return ""
    return ngettext(
        "A measure lacks somebody responsible or a date: %(measures)s.",
        "%(count)d measures lack somebody responsible or a date: %(measures)s.",
        len(bare),
    ) % {"count": len(bare), "measures": _counted(bare)}


def overdue(look: Look) -> str:
    late = [m.text for m in look.measures if m.due_on and m.due_on < look.today and not m.outcome]
    if not late:
        return ""
    return _("The date has passed for: %(measures)s. Is it done, or does it need a new date?") % {
        "measures": _counted(late)
    }


def zero(look: Look) -> str:
    zero = look.document.alternatives.get(ZERO)
    judged = zero and any(said.effect for said in (*zero.goals.values(), *zero.targets.values()))
    if judged or not look.affecting:
        return ""
    return _("What happens if nothing is done? The zero alternative has not been judged yet.")


def few_affected(look: Look) -> str:
    bare = [
        n for n, said in look.document.main.goals.items() if said.effect is Effect.NONE and not said.reason
    ]
    if len(bare) < MANY:
        return ""
    return _(
        "You have marked %(count)d goals as not affected. Have you asked somebody who knows those fields?"
    ) % {"count": len(bare)}


def decision(look: Look) -> str:
    day = look.document.case.decided_on
    if day is None or day > look.today + SOON:
        return ""
    said = {"day": date_format(day, "DATE_FORMAT")}
    if day < look.today:
        return _("The date of decision, %(day)s, has passed. Is it right?") % said
    return _("The decision is made on %(day)s. Let those who decide get the report in good time.") % said


def participants(look: Look) -> str:
    if look.document.case.participants:
        return ""
    return _("Nobody is named as having taken part. Several pairs of eyes see more.")


def elsewhere(look: Look) -> str:
    if not look.affecting or any(
        mark.judgement.place in (Place.ELSEWHERE, Place.BOTH) for mark in look.affecting
    ):
        return ""
    return _(
        "No effect is placed elsewhere in the country or the world. What does the case buy, and who makes it?"
    )


def description(look: Look) -> str:
    if len(look.document.case.description) >= SHORT:
        return ""
    return _("The case is described in few words. Could somebody who has not heard of it understand it?")


def follow_up(look: Look) -> str:
    return "" if look.document.follow_up.on else _("Choose a date to look at what became of the measures.")


def why_not(look: Look) -> str:
    return "" if look.document.triage.reason else _("Say why the case needs no full check.")


def _named(numbers: Iterable[int]) -> str:
    return _counted([_name(number) for number in sorted(numbers)])


def _name(number: int) -> str:
    return f"{number} {goals.get(number).short}"


def _counted(names: list[str]) -> str:
    """The first few by name."""
    if len(names) <= NAMED + 1:
        return _joined(names)
    rest = len(names) - NAMED
    return _joined([*names[:NAMED], _("%(count)d more") % {"count": rest}])


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
