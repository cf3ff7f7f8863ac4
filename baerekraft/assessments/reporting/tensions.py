"""Conflicts between goals and the measures against them, as the report tells them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from baerekraft.assessments import conflicts, document, sets, words
from baerekraft.assessments.conflicts import Found
from baerekraft.assessments.document import Document, Judgement
from baerekraft.assessments.reporting import effects
from baerekraft.assessments.reporting.parts import Conflict, Measure, Paragraphs, Source
from baerekraft.assessments.reporting.sayings import day, first_sentence, goal, paragraphs, side, small
from baerekraft.sdg.targets import Identity

RANK = {"confirmed": 0, "": 1, "rejected": 2}


def found(case: Document, known: sets.Sets) -> tuple[Conflict, ...]:
    """Confirmed first, then the few that matter most and that nobody has answered, then the rejected with the reason why."""
    every = conflicts.found(case, known, at_most=conflicts.FIRST)
    told = [one for one in every if one.said.state == "confirmed" or not one.stale]
    return tuple(_conflict(one, case) for one in sorted(told, key=lambda one: RANK[one.said.state]))


def measures(case: Document, titles: Mapping[str, str]) -> tuple[Measure, ...]:
    """In the order they were made. `titles` are the conflicts' by id."""
    return tuple(
        Measure(
            text=one.text or _("Not filled in"),
            owner=one.owner,
            due=day(one.due_on),
            about=titles.get(one.about, ""),
            outcome=words.label(one.outcome),
            outcome_note=paragraphs(one.outcome_note),
        )
        for _id, one in sorted(case.measures.items())
        if one != document.Measure()
    )


def measure_in_a_line(one: document.Measure) -> str:
    """Build elsewhere (responsible: Planning, deadline: 1 May 2027)."""
    about = []
    if one.owner:
        about.append(_("responsible: %(owner)s") % {"owner": one.owner})
    if one.due_on:
        about.append(_("deadline: %(day)s") % {"day": day(one.due_on)})
    text = one.text.rstrip(".") or _("Not filled in")
    return f"{text} ({', '.join(about)})" if about else text


def _conflict(one: Found, case: Document) -> Conflict:
    return Conflict(
        id=one.id,
        title=_title(one),
        origin=one.origin,
        state=one.said.state,
        state_label=words.label(one.said.state) or _("Not answered"),
        gains=side(one.gains),
        harmed=side(one.harmed),
        explanation=_explanation(one, case),
        comment=paragraphs(one.said.comment),
        measures=tuple(measure_in_a_line(measure) for _id, measure in one.measures),
        source=_source(one),
        stale=one.stale,
    )


def _title(one: Found) -> str:
    """For readers who have not had the goals before them: with the goals' names."""
    if one.interaction is None or one.origin != "known":
        return one.title
    pair = _("%(gains)s and %(harmed)s") if one.follows else _("%(gains)s against %(harmed)s")
    topic = str(one.interaction.topic)
    said = pair % {"gains": side(one.gains), "harmed": side(one.harmed)}
    return _("%(topic)s: %(pair)s") % {"topic": topic[:1].upper() + topic[1:], "pair": said}


def _explanation(one: Found, case: Document) -> Paragraphs:
    """What the case does on both sides, what is known from elsewhere, and what usually helps."""
    sides = {line: "" for number in (one.gains, one.harmed) if (line := _told(number, case))}
    told = [] if one.stale else list(sides)  # both sides may be targets of one goal
    if one.stale:
        told.append(_("The effects that were marked no longer point to this conflict."))
    if one.interaction:
        told.append(str(one.interaction.text))
        if one.said.state != "rejected" and not one.measures:
            told.append(_("What usually helps: %(measure)s") % {"measure": one.interaction.measure})
    return tuple(told)


def _told(number: str, case: Document) -> str:
    """What was answered of the target, or else of its goal, with the first sentence of the reason."""
    judgement, called = Judgement(), side(number)
    if case.extended and "." in number:
        judgement = case.main.targets.get(str(Identity.un(number)), Judgement())
    if number and not judgement.effect:
        of_goal = number.partition(".")[0]
        judgement, called = case.main.goals.get(of_goal, Judgement()), goal(of_goal)
    if not judgement.effect:
        return ""
    line = f"{called}: {small(effects.label(judgement))}."
    return f"{line} {first_sentence(judgement.reason)}".rstrip()


def _source(one: Found) -> Source | None:
    return Source(**one.interaction.source.model_dump()) if one.interaction else None
