"""What each alternative does to goals and targets, told one by one; and the alternatives side by side."""

import re
from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baerekraft.assessments import document as kept
from baerekraft.assessments import sets, words
from baerekraft.assessments.document import MAIN, ZERO, Document, Judgement
from baerekraft.assessments.reporting.parts import Alternative, Cell, Compared, Comparison, Row
from baerekraft.assessments.reporting.sayings import goal, paragraphs, small
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect
from baerekraft.sdg.targets import UN, Identity

SIGNS = {"": 1, "small": 1, "medium": 2, "large": 3}


def alternatives(document: Document, known: sets.Sets) -> tuple[Alternative, ...]:
    """The zero alternative first. What is proposed is always told of, if only to say that nothing is answered yet."""
    return tuple(_alternative(document, id, one, known) for id, one in in_order(document))


def in_order(document: Document) -> tuple[tuple[str, kept.Alternative], ...]:
    if MAIN in document.alternatives:
        return document.in_order
    return Document(alternatives={**document.alternatives, MAIN: kept.Alternative()}).in_order


def name(document: Document, id: str) -> str:
    """What the alternative is called, also where its author has not named it; empty where there is none."""
    own = document.alternatives.get(id, kept.Alternative()).name
    if own:
        return own
    if id in (MAIN, ZERO):
        return _("The proposal") if id == MAIN else _("The zero alternative")
    others = [other for other, _alternative in document.in_order if other not in (MAIN, ZERO)]
    return _("Alternative %(number)d") % {"number": others.index(id) + 2} if id in others else ""


def title(document: Document, id: str) -> str:
    """The name, and that it is the zero alternative where the name does not tell."""
    called = name(document, id)
    own_words = document.alternatives.get(id, kept.Alternative()).name
    if id == ZERO and own_words and "null" not in own_words.lower() and "zero" not in own_words.lower():
        return _("The zero alternative: %(name)s") % {"name": called}
    return called


def comparison(document: Document) -> Comparison | None:
    """Only the goals that some alternative affects, or may affect for all that is known."""
    shown = in_order(document)
    if len(shown) < 2:
        return None
    rows = tuple(
        Compared(
            number=str(number),
            name=str(goals.get(number).short),
            cells=tuple(cell(one.goals.get(str(number), Judgement())) for _id, one in shown),
        )
        for number in goals.NUMBERS
        if any(one.goals.get(str(number), Judgement()).effect not in ("", Effect.NONE) for _id, one in shown)
    )
    return (
        Comparison(alternatives=tuple(title(document, id) for id, _one in shown), rows=rows) if rows else None
    )


def cell(judgement: Judgement) -> Cell:
    return Cell(effect=judgement.effect, mark=mark(judgement), label=label(judgement))


def mark(judgement: Judgement) -> str:
    """In signs: +++ −− ++/− 0 ? and (+) where the size is not told."""
    good, bad = _signs("+", judgement.gain), _signs("−", judgement.harm)
    found = {"positive": good, "negative": bad, "both": f"{good}/{bad}", "none": "0", "unknown": "?"}
    return found.get(judgement.effect, "")


def _signs(sign: str, size: str) -> str:
    return sign * SIGNS[size] if size else f"({sign})"


def label(judgement: Judgement) -> str:
    """In words: Positive, large."""
    return _label(judgement.effect, judgement.gain, judgement.harm, get_language())


@cache
def _label(effect: str, gain: str, harm: str, language: str | None) -> str:
    """There are few, and a report asks for many; `language` is the active one."""
    if not effect:
        return _("Not answered")
    size = {Effect.POSITIVE: gain, Effect.NEGATIVE: harm}.get(Effect(effect), "")
    if size:
        return f"{words.label(effect, 'Effect')}, {small(words.label(size, 'Size'))}"
    if effect == Effect.BOTH and gain and harm:
        sizes = {"gain": small(words.label(gain, "Size")), "harm": small(words.label(harm, "Size"))}
        return _("Both: positive %(gain)s, negative %(harm)s") % sizes
    return words.label(effect, "Effect")


def _alternative(document: Document, id: str, one: kept.Alternative, known: sets.Sets) -> Alternative:
    below, loose = _targets(one, known) if document.extended else ({}, ())
    shown = {number for number, judgement in one.goals.items() if _has_a_row(judgement)} | below.keys()
    answers = {number: one.goals.get(str(number), Judgement()).effect for number in goals.NUMBERS}
    answered = any(answers.values()) or bool(below) or bool(loose)
    return Alternative(
        id=id,
        name=title(document, id),
        is_zero=id == ZERO,
        is_main=id == MAIN,
        is_advised=id == document.weighing.choice,
        description=paragraphs(one.description),
        rows=tuple(
            _row(str(n), str(goals.get(n).short), one.goals.get(str(n), Judgement()), below.get(str(n), ()))
            for n in goals.NUMBERS
            if str(n) in shown
        ),
        loose=loose,
        not_affected=tuple(
            _untouched(n, one.goals[str(n)])
            for n, e in answers.items()
            if e == Effect.NONE and str(n) not in below
        ),
        unanswered=tuple(goal(n) for n, e in answers.items() if not e) if answered else (),
        note="" if answered else _("No goals have been answered for this alternative yet."),
    )


def _has_a_row(judgement: Judgement) -> bool:
    """A goal that is not affected stands in a list; a reason without an answer is still told."""
    if not judgement.effect:
        return bool(judgement.reason or judgement.who)
    return judgement.effect != Effect.NONE


def _untouched(number: int, judgement: Judgement) -> str:
    reason = " ".join(judgement.reason.split())
    return f"{goal(number)}: {reason}" if reason else goal(number)


def _row(number: str, called: str, judgement: Judgement, targets: tuple[Row, ...] = ()) -> Row:
    effect = judgement.effect
    return Row(
        number=number,
        name=called,
        effect=effect,
        mark=mark(judgement),
        label=label(judgement),
        gain=words.label(judgement.gain) if effect in (Effect.POSITIVE, Effect.BOTH) else "",
        harm=words.label(judgement.harm) if effect in (Effect.NEGATIVE, Effect.BOTH) else "",
        certainty=words.label(judgement.certainty),
        time=words.label(judgement.time),
        place=words.label(judgement.place),
        who=judgement.who,
        reason=paragraphs(judgement.reason),
        targets=targets,
    )


def _targets(one: kept.Alternative, known: sets.Sets) -> tuple[dict[str, tuple[Row, ...]], tuple[Row, ...]]:
    """The judged targets by goal, and those that no goal is known for."""
    below: dict[str, tuple[Row, ...]] = {}
    loose: tuple[Row, ...] = ()
    for identity, judgement in sorted(one.targets.items(), key=lambda item: natural(item[0])):
        if not (judgement.effect or judgement.reason or judgement.who):
            continue
        row = _row(*target_name(identity, known), judgement)
        if home := _goal_of(identity, one.goals, known):
            below[home] = (*below.get(home, ()), row)
        else:
            loose = (*loose, row)
    return below, loose


def target_name(identity: str, known: sets.Sets) -> tuple[str, str]:
    """Number and words: 13.2 of the UN's, asker 2.1 of a municipality's own."""
    found, target = Identity.parse(identity), sets.target(identity, known)
    number = found.number if found.set == UN else f"{found.set} {found.number}"
    return number, str(target.text) if target else _("A target in a set that is not known here")


def _goal_of(identity: str, judged: Mapping[str, Judgement], known: sets.Sets) -> str:
    """One of the goals it is part of, rather one that has been judged: a target is told once."""
    concerned = sorted({un.partition(".")[0] for un in sets.un(identity, known)}, key=int)
    return next((number for number in concerned if number in judged), next(iter(concerned), ""))


def natural(text: str) -> list[tuple[int, str]]:
    """So that 11.10 comes after 11.9."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text) if part]
