from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.assessments import ladder, sets
from baerekraft.assessments.document import Form, Judgement
from baerekraft.assessments.forms import judging
from baerekraft.assessments.forms.page import Page
from baerekraft.assessments.suggesting import suggestions
from baerekraft.sdg import goals, un
from baerekraft.sdg.targets import Target, TargetSet

# A view over the UN's targets: they stand under its areas, and are judged as the UN's.
VIEW = "viken"


def content(page: Page) -> dict[str, Any]:
    if not page.document.extended:
        return {"extended": False, "form": page.sheet.hidden("form", Form.EXTENDED)}
    in_use = page.known.get(page.document.targets or sets.DEFAULT, page.known[sets.DEFAULT])
    return {
        "extended": True,
        "sets": page.sheet.select(
            "targets",
            _("Which targets?"),
            choices(page),
            _("You can change sets. What you have answered in another set is kept and counts."),
        ),
        "groups": groups(page, in_use),
        "elsewhere": elsewhere(page, un.target_set() if in_use.id == VIEW else in_use),
    }


def choices(page: Page) -> list[tuple[str, str]]:
    """With the one that is written down, also when nobody here knows it: a form would choose another in its place."""
    known = [(name, str(one.title)) for name, one in page.known.items()]
    current = page.document.targets
    if current and current not in page.known:
        known.append((current, _("%(name)s (not known here)") % {"name": current}))
    return known


def opened(page: Page) -> list[int]:
    """The goals whose targets are looked at: those that are, or may be, affected."""
    marked = page.document.main.goals
    return [n for n in goals.NUMBERS if marked.get(str(n), Judgement()).effect in ladder.OPENS]


def groups(page: Page, in_use: TargetSet) -> list[dict[str, Any]]:
    """Each target once, where it first belongs: under a goal, or under one of Viken's areas."""
    suggested = pointed_at(page)
    placed: set[str] = set()
    found = []
    for heading, home, targets in headings(page, in_use):
        fresh = [target for target in targets if target.number not in placed]
        placed |= {target.number for target in fresh}
        if fresh:
            found.append({**heading, **_group(page, home, fresh, suggested)})
    return found


def headings(page: Page, in_use: TargetSet) -> Iterator[tuple[dict[str, Any], TargetSet, Sequence[Target]]]:
    """What the targets stand under, the set that they are judged in, and the targets."""
    if in_use.id != VIEW:
        for number in opened(page):
            yield {"goal": goals.get(number)}, in_use, in_use.under(number)
        return
    nations = un.target_set()
    marked = [target for number in opened(page) for target in nations.under(number)]
    for area in in_use.targets:
        yield {"area": area.text}, nations, [one for one in marked if one.number in in_use.un(area.number)]


def _group(
    page: Page, home: TargetSet, targets: list[Target], suggested: frozenset[str]
) -> dict[str, list[dict[str, Any]]]:
    """Those that a municipality can do most about, and those that are answered; the others below."""
    rows = [_target(page, home, target, suggested) for target in targets]
    near = [row for row in rows if row["near"]]
    return {"near": near or rows, "far": [row for row in rows if not row["near"]] if near else []}


def _target(page: Page, home: TargetSet, target: Target, suggested: frozenset[str]) -> dict[str, Any]:
    identity = str(home.identity(target.number))
    place = f"alternatives/main/targets/{identity}"
    judgement = page.document.main.targets.get(identity, Judgement())
    return {
        "target": target,
        "effect": judging.effect(page.sheet, place, target.text),  # type: ignore[arg-type]
        "sizes": judging.sizes(page.sheet, place),
        "reason": page.sheet.text(f"{place}/reason", _("Why do you think so?"), rows="2"),
        "near": target.relevance in (None, "high") or bool(judgement.effect) or target.number in suggested,
        "marked": judgement.effect in ladder.OPENS,
    }


def pointed_at(page: Page) -> frozenset[str]:
    """The targets that the case's own words point at."""
    case = page.document.case
    text = f"{case.title}\n{case.description}"
    return frozenset(one.number for one in suggestions.suggest(text, language=page.language))


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
