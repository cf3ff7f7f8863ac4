from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baerekraft.assessments import ladder, local_figures
from baerekraft.assessments.document import MAIN, ZERO, Alternative
from baerekraft.assessments.forms import judging
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.suggesting import suggestions
from baerekraft.catalog import by_goal
from baerekraft.sdg import goals
from baerekraft.sdg.goals import Goal


def content(page: Page) -> dict[str, Any]:
    chosen = alternative(page)
    judged = page.document.alternatives.get(chosen, Alternative()).goals
    home = page.link.assessment.municipality  # type: ignore[union-attr]
    figures = local_figures.by_goal(home) if home else {}
    return {
        "home": home,
        "alternative": chosen,
        "alternatives": alternatives(page, chosen),
        "goals": [
            _goal(page, goal, chosen, judged) | {"figures": figures.get(goal.number, ())}
            for goal in goals.every()
        ],
        "answered": sum(bool(judgement.effect) for judgement in judged.values()),
        "suggested": suggested(page) if chosen == MAIN else [],
    }


def alternative(page: Page) -> str:
    """The one the address asks for, if it is there; what is proposed otherwise."""
    asked = page.chosen.get("alternativ", "")
    return asked if asked == ZERO or asked in page.document.alternatives else MAIN


def alternatives(page: Page, chosen: str) -> list[dict[str, Any]]:
    """To go from one to the other; nothing while there is only what is proposed."""
    ids = [ZERO, MAIN, *(id for id, _one in page.document.in_order if id not in (ZERO, MAIN))]
    if len(ids) == 2 and chosen == MAIN and ZERO not in page.document.alternatives:
        return []
    here = reverse("assessments:step", args=[page.secret, "mal"])
    return [
        {
            "name": name(page, id),
            "url": here if id == MAIN else f"{here}?alternativ={id}",
            "current": id == chosen,
        }
        for id in ids
    ]


def name(page: Page, id: str) -> str:
    written = page.document.alternatives.get(id, Alternative()).name
    if id == ZERO:
        return written or _("Zero alternative")
    if id == MAIN:
        return written or _("What is proposed")
    return written or _("Alternative without a name")


def _goal(page: Page, goal: Goal, chosen: str, judged: dict[str, Any]) -> dict[str, Any]:
    place = f"alternatives/{chosen}/goals/{goal.number}"
    effect = judged[str(goal.number)].effect if str(goal.number) in judged else ""
    return {
        "goal": goal,
        "effect": judging.effect(page.sheet, place, goal.short),  # type: ignore[arg-type]
        "more": judging.details(page.sheet, place),
        "marked": effect in ladder.OPENS,
        "lesson": by_goal.of_goal(goal.number, page.language),
    }


def suggested(page: Page) -> list[dict[str, Any]]:
    """Goals that the case's own words point at, with those words. Never an answer."""
    case = page.document.case
    found: dict[int, list[str]] = {}
    for suggestion in suggestions.suggest(f"{case.title}\n{case.description}", language=page.language):
        said = found.setdefault(suggestion.goal, [])
        said += [word for word in suggestion.words if word not in said]
    return [{"goal": goals.get(number), "words": said[:4]} for number, said in list(found.items())[:5]]
