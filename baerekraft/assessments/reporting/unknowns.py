"""What is not known: results as good as the others, and told as such."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.assessments import document, sets, words
from baerekraft.assessments.document import MAIN, Certainty, Document, Judgement
from baerekraft.assessments.reporting import effects
from baerekraft.assessments.reporting.parts import Asked, Gap, Paragraphs
from baerekraft.assessments.reporting.sayings import goal, paragraphs, small
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

SIZES = {"large": 0, "medium": 1, "small": 2, "": 3}
# Named one by one up to this; above it, how many.
NAMED = 6


def gaps(case: Document, known: sets.Sets) -> tuple[Gap, ...]:
    """The most important first: effects that are not known, the triage's open questions, uncertain effects, and last
    the goals that nobody has answered."""
    judged = list(_judged(case, known))
    return (
        *(
            _gap("effect", where, judgement)
            for where, judgement in judged
            if judgement.effect == Effect.UNKNOWN
        ),
        *(Gap(kind="triage", what=asked.question) for asked in triage(case) if asked.answer == "unknown"),
        *(_gap("certainty", where, judgement) for where, judgement in _uncertain(judged)),
        *_unanswered(case),
    )


def count(found: tuple[Gap, ...]) -> str:
    """How many things are not known; a line of unanswered goals is told for itself."""
    number = sum(gap.kind != "unanswered" for gap in found)
    if not number:
        return ""
    return ngettext(
        "%(number)d thing is not known or uncertain.", "%(number)d things are not known or uncertain.", number
    ) % {"number": number}


def triage(case: Document) -> tuple[Asked, ...]:
    """The questions that have been answered, and what the answer leads to."""
    asked = {"needed": words.NEEDED, **words.QUESTIONS}
    return tuple(
        Asked(question=str(question), answer=answer, label=words.label(answer), means=_means(field, answer))
        for field, question in asked.items()
        if (answer := getattr(case.triage, field))
    )


def _means(field: str, answer: str) -> str:
    if field not in words.WHEN_YES:
        return ""
    if answer == document.Answer.YES:
        return str(words.WHEN_YES[field])
    return _("Somebody must find out before the decision.") if answer == document.Answer.UNKNOWN else ""


def _is_a_gap(judgement: Judgement) -> bool:
    uncertain = judgement.certainty == Certainty.UNSURE and judgement.effect != ""
    return uncertain or judgement.effect == Effect.UNKNOWN


def _judged(case: Document, known: sets.Sets) -> Iterator[tuple[str, Judgement]]:
    """The judgements that leave something open, and what they are about. What is proposed stands first, and the others are named."""
    for id, one in _proposed_first(case):
        which = "" if id == MAIN else f"{effects.title(case, id)}. "
        for number in goals.NUMBERS:
            if _is_a_gap(one.goals.get(str(number), Judgement())):
                yield which + goal(number), one.goals[str(number)]
        if case.extended:
            for identity, judgement in sorted(one.targets.items(), key=lambda item: effects.natural(item[0])):
                if _is_a_gap(judgement):
                    yield which + " ".join(effects.target_name(identity, known)), judgement


def _proposed_first(case: Document) -> list[tuple[str, document.Alternative]]:
    return sorted(effects.in_order(case), key=lambda item: item[0] != MAIN)


def _uncertain(judged: list[tuple[str, Judgement]]) -> list[tuple[str, Judgement]]:
    """Uncertain effects, the largest first."""
    found = [(where, one) for where, one in judged if one.effect != Effect.UNKNOWN]
    return sorted(found, key=lambda item: min(SIZES[item[1].gain], SIZES[item[1].harm]))


def _gap(kind: str, where: str, judgement: Judgement) -> Gap:
    reason: Paragraphs = paragraphs(judgement.reason)
    if kind == "effect":
        return Gap(
            kind="effect", what=_("%(where)s: the effect is not known.") % {"where": where}, reason=reason
        )
    said = {"where": where, "effect": small(effects.label(judgement))}
    return Gap(kind="certainty", what=_("%(where)s: %(effect)s, but uncertain.") % said, reason=reason)


def _unanswered(case: Document) -> Iterator[Gap]:
    """One line for what is proposed, and one for each other alternative that has been begun on."""
    for id, one in _proposed_first(case):
        left = [n for n in goals.NUMBERS if not one.goals.get(str(n), Judgement()).effect]
        begun = len(left) < len(goals.NUMBERS)
        if left and (begun or id == MAIN):
            which = "" if id == MAIN else f"{effects.title(case, id)}. "
            yield Gap(kind="unanswered", what=which + _left(left))


def _left(numbers: list[int]) -> str:
    if len(numbers) == len(goals.NUMBERS):
        return _("None of the 17 goals has been answered.")
    if len(numbers) > NAMED:
        return ngettext(
            "%(number)d of the 17 goals is not answered.",
            "%(number)d of the 17 goals are not answered.",
            len(numbers),
        ) % {"number": len(numbers)}
    return _("Not answered: %(goals)s.") % {"goals": ", ".join(goal(n) for n in numbers)}
