from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import ladder, sets
from baerekraft.assessments.document import Form, Judgement
from baerekraft.assessments.forms import judging
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.suggesting import suggestions
from baerekraft.sdg import goals
from baerekraft.sdg.targets import Target, TargetSet


def content(page: Page) -> dict[str, Any]:
    if not page.document.extended:
        return {"extended": False, "form": page.sheet.hidden("form", Form.EXTENDED)}
    in_use = page.known.get(page.document.targets or sets.DEFAULT, page.known[sets.DEFAULT])
    judged = page.document.main.targets
    return {
        "extended": True,
        "sets": page.sheet.select(
            "targets",
            _("Which targets?"),
            [(name, str(one.title)) for name, one in page.known.items()],
            _("You can change sets. What you have answered in another set is kept and counts."),
        ),
        "set": in_use,
        "groups": [_group(page, in_use, number, judged) for number in opened(page)],
        "elsewhere": elsewhere(page, in_use),
    }


def opened(page: Page) -> list[int]:
    """The goals whose targets are looked at: those that are, or may be, affected."""
    marked = page.document.main.goals
    return [n for n in goals.NUMBERS if marked.get(str(n), Judgement()).effect in ladder.OPENS]


def _group(page: Page, in_use: TargetSet, number: int, judged: dict[str, Judgement]) -> dict[str, Any]:
    """The targets of a goal that a municipality can do most about, and those that are answered; the others below."""
    rows = [_target(page, in_use, target, judged) for target in in_use.under(number)]
    near = [row for row in rows if row["near"]]
    return {
        "goal": goals.get(number),
        "near": near or rows,
        "far": [row for row in rows if not row["near"]] if near else [],
    }


def _target(page: Page, in_use: TargetSet, target: Target, judged: dict[str, Judgement]) -> dict[str, Any]:
    identity = str(in_use.identity(target.number))
    place = f"alternatives/main/targets/{identity}"
    judgement = judged.get(identity, Judgement())
    return {
        "target": target,
        "effect": judging.effect(page.sheet, place, target.text),  # type: ignore[arg-type]
        "sizes": judging.sizes(page.sheet, place),
        "reason": page.sheet.text(f"{place}/reason", _("Why do you think so?"), rows="2"),
        "near": target.relevance in (None, "high")
        or bool(judgement.effect)
        or target.number in suggested(page),
        "marked": judgement.effect in ladder.OPENS,
    }


def suggested(page: Page) -> frozenset[str]:
    case = page.document.case
    text = f"{case.title}\n{case.description}"
    return frozenset(s.number for s in suggestions.suggest(text, language=page.language))


def elsewhere(page: Page, in_use: TargetSet) -> dict[str, list[dict[str, Any]]]:
    """What has been answered in other sets, by the set's name."""
    found = defaultdict(list)
    for identity, judgement in page.document.main.targets.items():
        home = identity.rpartition(":")[0]
        if home != sets.name(in_use) and judgement.effect:
            target = sets.target(identity, page.known)
            found[str(page.known[home].title) if home in page.known else home].append(
                {
                    "number": identity.rpartition(":")[2],
                    "text": target.text if target else "",
                    "judgement": judgement,
                }
            )
    return dict(found)
