"""Kari's case, homes against forest, and the fullest one there can be; and their reports."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from baerekraft.assessments import reporting
from baerekraft.assessments.document import Document
from baerekraft.assessments.tests.factories import known_sets, make_document

MAIN, ZERO, OTHER = "alternatives/main", "alternatives/zero", "alternatives/b1"


def make_report(
    document: Document, *, language: str = "en", version: int | None = None, **more: Any
) -> reporting.Shown:
    return reporting.shown(
        document, known=known_sets(), language=language, dated=date(2026, 11, 23), version=version, **more
    )


def html(report: reporting.Shown) -> str:
    with translation.override(report.language):
        return render_to_string("assessments/report_body.html", {"report": report})


def sletta() -> Document:
    """Kari's case: homes against forest, with a zero alternative and another one."""
    return make_document(
        {
            "form": "extended",
            "case/title": "Boligfelt på Sletta",
            "case/kind": "case",
            "case/number": "24/1187",
            "case/municipality": "asker",
            "case/participants": "Kari, plan\nOla, miljø",
            "case/decided_on": "15.12.2026",
            "triage/needed": "yes",
            "triage/impact_assessment": "yes",
            "triage/sami": "unknown",
            f"{MAIN}/name": "Feltet",
            f"{MAIN}/goals/11/effect": "positive",
            f"{MAIN}/goals/11/gain": "large",
            f"{MAIN}/goals/11/reason": "Feltet gir 140 boliger. De ligger nær skolen.",
            f"{MAIN}/goals/15/effect": "negative",
            f"{MAIN}/goals/15/harm": "large",
            f"{MAIN}/goals/15/certainty": "sure",
            f"{MAIN}/goals/15/time": "long",
            f"{MAIN}/goals/15/place": "here",
            f"{MAIN}/goals/15/who": "Turgåere",
            f"{MAIN}/goals/15/reason": "22 dekar skog hogges.",
            f"{MAIN}/goals/8/effect": "both",
            f"{MAIN}/goals/8/gain": "medium",
            f"{MAIN}/goals/8/harm": "small",
            f"{MAIN}/goals/8/certainty": "unsure",
            f"{MAIN}/goals/14/effect": "unknown",
            f"{MAIN}/goals/14/reason": "Overvann er ikke utredet.",
            f"{MAIN}/goals/17/effect": "none",
            f"{MAIN}/targets/un@2015:11.99/effect": "none",
            f"{MAIN}/targets/un@2015:11.3/effect": "positive",
            f"{MAIN}/targets/un@2015:11.3/gain": "small",
            f"{MAIN}/targets/un@2015:11.1/effect": "positive",
            f"{MAIN}/targets/asker@2025:2.1/effect": "positive",
            f"{OTHER}/name": "Sentrum",
            f"{OTHER}/goals/11/effect": "positive",
            f"{OTHER}/goals/11/gain": "medium",
            f"{OTHER}/goals/13/effect": "positive",
            f"{ZERO}/goals/11/effect": "negative",
            f"{ZERO}/goals/11/harm": "medium",
            "conflicts/11-15/state": "confirmed",
            "conflicts/11-15/comment": "Skogen er nærtur.",
            "conflicts/11.3-11.7/state": "rejected",
            "conflicts/11.3-11.7/comment": "Parken står.",
            "measures/m1/text": "Flytt feltet 60 m",
            "measures/m1/owner": "Plan",
            "measures/m1/due_on": "1.3.2027",
            "measures/m1/about": "11-15",
            "weighing/choice": "b1",
            "weighing/reason": "Sentrum sparer skogen. Det gir færre boliger.",
            "weighing/summary": "Boliger mot skog.",
            "follow_up/on": "10.1.2028",
        }
    )


def full() -> Document:
    """Eight alternatives, all goals, both effects, and words that do not break."""
    word = "Barnehagebehovsutredningsarbeidsgruppemedlem"
    judgement = {"effect": "both", "gain": "large", "harm": "medium", "certainty": "unsure", "who": word,
                 "reason": f"{word} " * 20}  # fmt: skip
    ids = ("zero", "main", *(f"a{n}" for n in range(6)))
    fields = {
        f"alternatives/{id}/goals/{n}/{k}": v
        for id in ids
        for n in range(1, 18)
        for k, v in judgement.items()
    }
    conflicts = {f"conflicts/own-{n}/{k}": v for n in range(9)
                 for k, v in {"state": "confirmed", "title": f"{word} " * 4}.items()}  # fmt: skip
    measures = {f"measures/m{n}/text": f"{word} " * 4 for n in range(20)}
    return make_document({"case/title": f"{word} " * 4, **fields, **conflicts, **measures})
