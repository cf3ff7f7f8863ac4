"""The paragraph that can be put into a case paper (saksframlegg)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.assessments.document import Document, Judgement
from baerekraft.assessments.reporting import effects, summary, tensions
from baerekraft.assessments.reporting.parts import Conflict
from baerekraft.assessments.reporting.sayings import ended, first_sentence, goal_in_a_sentence, listed, quoted
from baerekraft.assessments.reporting.sides import CONFLICTS, Side, gains, harms
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

# The paragraph has at most so many words; what is told last goes first.
MOST_WORDS = 180
MOST_NAMED = 3


def whole(case: Document, conflicts: tuple[Conflict, ...]) -> str:
    """Ready for the case paper; empty where no goal has been answered. Each sentence comes with how dear it is."""
    if not any(one.effect for one in case.main.goals.values()):
        return ""
    said = [
        (0, _opening(case)),
        (0, _effects(gains(case), _("The proposal has a positive effect on %(goals)s."), good=True)),
        (4, _because(gains(case))),
        (0, _effects(harms(case), _("The proposal has a negative effect on %(goals)s."), good=False)),
        (3, _because(harms(case))),
        (1, _pulls(conflicts)),
        (2, _eased(case)),
        (1, _open_questions(case)),
        (5, _untouched(case)),
        (4, summary.compared(case)),
        (2, _advised(case)),
        (
            0,
            _(
                "The assessment rests on professional judgement and does not replace a statutory impact assessment."
            ),
        ),
    ]
    return " ".join(_within([(rank, sentence) for rank, sentence in said if sentence]))


def short(case: Document) -> str:
    """For a case that needs no assessment."""
    reason = first_sentence(case.triage.reason)
    said = [
        _opening(case),
        _("It needs no further assessment of how it affects the goals."),
        _("The reason: %(reason)s") % {"reason": ended(quoted(reason))} if reason else "",
    ]
    return " ".join(sentence for sentence in said if sentence)


def _within(said: list[tuple[int, str]]) -> list[str]:
    """Without the sentences that there is no room for."""
    while sum(len(sentence.split()) for _rank, sentence in said) > MOST_WORDS:
        least = max(rank for rank, _sentence in said)
        if not least:
            break
        last = max(place for place, (rank, _sentence) in enumerate(said) if rank == least)
        said = said[:last] + said[last + 1 :]
    return [sentence for _rank, sentence in said]


def _opening(case: Document) -> str:
    if not case.case.title:
        return _("The case has been looked at against the UN’s 17 Sustainable Development Goals.")
    name = quoted(case.case.title)
    if case.case.number:
        return _(
            "The case %(title)s (%(number)s) has been looked at against the UN’s 17 Sustainable Development Goals."
        ) % {"title": name, "number": case.case.number}
    return _("The case %(title)s has been looked at against the UN’s 17 Sustainable Development Goals.") % {
        "title": name
    }


def _effects(sides: list[Side], sentence: str, *, good: bool) -> str:
    if not sides:
        return (
            _("No positive effects have been marked.") if good else _("No negative effects have been marked.")
        )
    named = [side.in_a_sentence for side in sides[:MOST_NAMED]]
    if (more := len(sides) - MOST_NAMED) > 0:
        named.append(ngettext("%(number)d more goal", "%(number)d more goals", more) % {"number": more})
    return sentence % {"goals": listed(named)}


def _because(sides: list[Side]) -> str:
    """The author's reason for the strongest, in her own words."""
    if not sides or not (reason := first_sentence(sides[0].judgement.reason)):
        return ""
    said = {"number": sides[0].number, "reason": ended(quoted(reason))}
    return _("The reason given for goal %(number)d: %(reason)s") % said


def _pulls(conflicts: tuple[Conflict, ...]) -> str:
    named = [quoted(one.title) for one in conflicts if one.state == "confirmed"]
    if not named:
        return ""
    shown = named[:CONFLICTS]
    if (more := len(named) - CONFLICTS) > 0:
        shown.append(ngettext("%(number)d more", "%(number)d more", more) % {"number": more})
    return _("Here goals pull against each other: %(conflicts)s.") % {"conflicts": listed(shown)}


def _eased(case: Document) -> str:
    made = [one for _id, one in sorted(case.measures.items()) if one.text]
    if not made:
        return ""
    shown = "; ".join(tensions.measure_in_a_line(one) for one in made[:CONFLICTS])
    if (more := len(made) - CONFLICTS) > 0:
        shown += "; " + ngettext("%(number)d more", "%(number)d more", more) % {"number": more}
    return _("These measures are proposed: %(measures)s.") % {"measures": shown}


def _open_questions(case: Document) -> str:
    unknown = [n for n in goals.NUMBERS if case.main.goals.get(str(n), Judgement()).effect == Effect.UNKNOWN]
    said = []
    if unknown:
        named = [goal_in_a_sentence(n) for n in unknown[:MOST_NAMED]]
        if (more := len(unknown) - MOST_NAMED) > 0:
            named.append(ngettext("%(number)d more goal", "%(number)d more goals", more) % {"number": more})
        said.append(_("The effect on %(goals)s is not known.") % {"goals": listed(named)})
    return " ".join([*said, summary.remaining(case)]).strip()


def _untouched(case: Document) -> str:
    number = sum(one.effect == Effect.NONE for one in case.main.goals.values())
    if not number:
        return ""
    return ngettext(
        "%(number)d goal is judged not to be affected.",
        "%(number)d goals are judged not to be affected.",
        number,
    ) % {"number": number}


def _advised(case: Document) -> str:
    if not (name := effects.title(case, case.weighing.choice) if case.weighing.choice else ""):
        return ""
    reason = first_sentence(case.weighing.reason)
    if not reason:
        return _("The advice is: %(alternative)s.") % {"alternative": name}
    return _("The advice is: %(alternative)s. The reason: %(reason)s") % {
        "alternative": name,
        "reason": ended(quoted(reason)),
    }
