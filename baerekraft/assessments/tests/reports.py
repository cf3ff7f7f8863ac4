"""A case with a bit of everything in it, for those who test reports."""

from collections.abc import Mapping
from datetime import date

from baerekraft.assessments import fields, reporting
from baerekraft.assessments.fields import Fields
from baerekraft.assessments.reporting import Shown
from baerekraft.assessments.tests.factories import goals, known_sets, make_fields, targets

DAY = date(2026, 11, 22)
REASON = "Flere kan gå, sykle og reise kollektivt, men grøntdraget ved bekken bygges ned."


def full(*more: Mapping[str, str]) -> Fields:
    return make_fields(
        {
            "case/title": "Fortetting ved Haga stasjon",
            "case/kind": "case",
            "case/number": "2026/1234",
            "case/unit": "Plan og byggesak",
            "case/description": "Kommunen vil bygge 120 boliger.\n\nBekken ligger tett ved.",
            "case/participants": "Kari Nordmann\nOla Hansen",
            "case/decided_on": "2026-12-04",
            "form": "extended",
            "triage/needed": "yes",
            "triage/children": "yes",
            "triage/impact_assessment": "unknown",
            "alternatives/zero/goals/11/effect": "none",
            "measures/a1/text": "Bevare snarveien langs bekken",
            "measures/a1/owner": "Siri Berg",
            "measures/a1/due_on": "2027-06-01",
            "measures/a1/about": "own-a1",
            "conflicts/own-a1/title": "Boliger mot bekken",
            "conflicts/own-a1/state": "confirmed",
            "weighing/choice": "main",
            "weighing/reason": "Gevinsten er størst for dem som bor der.",
            "weighing/summary": "Vi foreslår å bygge 120 boliger.",
            "follow_up/on": "2028-03-01",
        },
        goals({11: "positive", 13: "positive"}, gain="large", reason=REASON),
        goals({15: "negative"}, harm="medium", certainty="unsure", reason=REASON),
        goals({14: "unknown", 4: "none"}),
        targets({"11.3": "positive"}, gain="small"),
        *more,
    )


def shown(*more: Mapping[str, str], version: int | None = None, language: str = "nb") -> Shown:
    cleaned = {path: fields.clean(path, raw) for path, raw in full(*more).items()}
    return of(cleaned, version=version, language=language)


def of(cleaned: Fields, *, version: int | None = None, language: str = "nb") -> Shown:
    document = fields.read(cleaned)
    return reporting.shown(document, known=known_sets(), language=language, dated=DAY, version=version)


def crowded() -> Shown:
    """Eight alternatives that all do something to all 17 goals."""
    effects = ("positive", "negative", "both", "unknown")
    judged = {
        f"alternatives/{alternative}/goals/{goal}/{name}": value
        for alternative in ("zero", "main", "b", "c", "d", "e", "f", "g")
        for goal in range(1, 18)
        for name, value in {"effect": effects[goal % 4], "gain": "large", "reason": REASON}.items()
    }
    names = {
        f"alternatives/{id}/name": f"Alternativ {id} med arealbruksendringsbestemmelser" for id in "bcdefg"
    }
    return shown(judged, names)
